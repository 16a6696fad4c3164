package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.memory.InMemoryTokenStore;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.RunInfo;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.report.UserStatus;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.spi.store.StoredTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a listener hears, and in which order. */
class EventsTest extends EngineFixture {
  private final InMemoryTokenStore tokens = InMemoryTokenStore.create(time);
  private final Recorder heard = new Recorder();
  private final SyncEngine told = engine(SyncSettings.defaults());

  private SyncEngine engine(SyncSettings settings) {
    return SyncEngine.builder()
        .spotify(spotify)
        .store(store)
        .tokens(tokens)
        .listener(heard)
        .clock(time)
        .sleeper(time)
        .settings(settings)
        .build();
  }

  @AfterEach
  void closeTold() {
    told.close();
  }

  @Test
  void aSyncedPlaylistIsToldWithTheItemsThatCameWentAndMoved() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "b", "c", "d");
    told.syncUser(ANNA);
    heard.events.clear();
    remote.edit(
        items -> {
          items.add(0, items.remove(3));
          items.remove(2);
          items.add(FakeSpotify.item("new"));
        });

    told.syncUser(ANNA);

    assertThat(heard.events)
        .containsExactly(
            "started anna",
            "p1 SYNCED [REMOVED Title b, MOVED Title d, ADDED Title new]",
            "ended COMPLETE");
  }

  @Test
  void anUnchangedPlaylistIsTold() {
    spotify.create(ANNA, "p1", "a");
    told.syncUser(ANNA);
    heard.events.clear();

    told.syncUser(ANNA);

    assertThat(heard.events).containsExactly("started anna", "p1 UNCHANGED []", "ended COMPLETE");
  }

  @Test
  void aHeldPlaylistIsToldBeforeTheSecondReadIs() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 60);
    told.syncUser(ANNA);
    heard.events.clear();
    remote.edit(List::clear);

    told.syncUser(ANNA);

    assertThat(heard.events)
        .hasSize(5)
        .startsWith("started anna", "p1 HELD []")
        .endsWith("ended COMPLETE");
    assertThat(heard.events.get(2)).startsWith("waiting until 2026-11-01T12:00:05Z: looking again");
    assertThat(heard.events.get(3)).startsWith("p1 SYNCED [REMOVED Title p1-0, REMOVED");
  }

  @Test
  void aPlaylistThatLeavesTheListIsToldAndSoIsItsReturn() {
    spotify.create(ANNA, "p1", "a");
    told.syncUser(ANNA);
    spotify.unfollow(ANNA, PlaylistId.of("p1"));
    heard.events.clear();

    told.syncUser(ANNA);
    spotify.follow(ANNA, PlaylistId.of("p1"));
    told.syncUser(ANNA);

    assertThat(heard.events)
        .containsExactly(
            "started anna",
            "waiting until 2026-11-01T12:00:01Z: reading the list again: playlists are missing from it",
            "gone p1",
            "ended COMPLETE",
            "started anna",
            "p1 UNCHANGED []",
            "back p1",
            "ended COMPLETE");
  }

  @Test
  void accessThatIsLostAndComesBackIsToldOnceEachWithTheReason() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    spotify.follow(BEN, PlaylistId.of("p1"));
    told.syncUser(BEN);
    remote.edit(items -> items.remove(0));
    spotify.withhold(BEN, PlaylistId.of("p1"));
    heard.events.clear();

    told.syncUser(BEN);
    told.syncUser(BEN);
    spotify.give(BEN, PlaylistId.of("p1"));
    told.syncUser(BEN);
    remote.edit(items -> {});
    told.syncUser(BEN);
    spotify.hide(PlaylistId.of("p1"));
    told.syncPlaylist(BEN, PlaylistId.of("p1"));

    List<String> changes = heard.events.stream().filter(e -> e.startsWith("access")).toList();
    assertThat(changes).hasSize(3);
    assertThat(changes.get(0))
        .startsWith("access p1 FULL to METADATA_ONLY [Spotify withholds the items");
    assertThat(changes.get(1)).startsWith("access p1 METADATA_ONLY to FULL [");
    assertThat(changes.get(2)).startsWith("access p1 FULL to UNAVAILABLE [404 for p1");
    assertThat(heard.events.get(heard.events.size() - 2)).startsWith("access");
  }

  @Test
  void aPlaylistThatIsReadForTheFirstTimeByAJobIsNoChangeOfAccess() {
    spotify.create(ANNA, "p1", "a");
    told.startWorkers(1);
    JobId job = told.enqueueUserSync(ANNA, Priority.NORMAL);

    assertThat(told.await(job, Duration.ofSeconds(20)).orElseThrow().state())
        .isEqualTo(JobState.SUCCEEDED);
    assertThat(heard.events).noneMatch(event -> event.startsWith("access"));
    assertThat(heard.events).contains("p1 SYNCED [ADDED Title a]");
  }

  @Test
  void aRefusedAuthorizationIsToldOnceUntilItStandsAgain() {
    spotify.create(ANNA, "p1", "a");
    spotify.beforeCall =
        call -> {
          throw new AuthorizationException("log in again");
        };

    told.syncUser(ANNA);
    told.syncUser(ANNA);
    spotify.beforeCall = call -> {};
    told.syncUser(ANNA);

    assertThat(heard.events)
        .containsExactly(
            "started anna",
            "suspended anna REAUTHORIZATION_NEEDED",
            "ended FAILED",
            "started anna",
            "ended FAILED",
            "started anna",
            "p1 SYNCED [ADDED Title a]",
            "ended COMPLETE");
  }

  @Test
  void aLimitOfSpotifysIsToldOnceWithTheTimeAtWhichItGoesOn() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", "b");
    Instant until = time.instant().plus(Duration.ofHours(7));
    spotify.beforeCall =
        call -> {
          if (call.startsWith("playlist")) {
            throw new RateLimitedException("the quota of today is used up", until);
          }
        };

    told.syncUser(ANNA);

    assertThat(heard.events)
        .startsWith("started anna")
        .endsWith("deferred until " + until + ": the quota of today is used up", "ended DEFERRED")
        .hasSize(5);
  }

  @Test
  void aRunThatIsInterruptedEnds() {
    spotify.create(ANNA, "p1", "a");
    spotify.beforeCall = call -> Thread.currentThread().interrupt();

    assertThatThrownBy(() -> told.syncUser(ANNA)).isInstanceOf(SyncInterruptedException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(heard.events).containsExactly("started anna", "ended STOPPED");
  }

  @Test
  void aRunThatTheHostsCodeBreaksEnds() {
    spotify.create(ANNA, "p1", "a");
    Error broken = new LinkageError("broken rules");
    SyncEngineBuilder builder = SyncEngine.builder().spotify(spotify).store(store).listener(heard);
    builder.rules(
        user -> {
          throw broken;
        });
    try (SyncEngine breaking = builder.build()) {
      assertThatThrownBy(() -> breaking.syncUser(ANNA)).isSameAs(broken);
    }

    assertThat(heard.events).containsExactly("started anna", "ended FAILED");
  }

  @Test
  void aRunThatMayNotCallSpotifyYetEndsAsDeferred() {
    Instant until = time.instant().plus(Duration.ofHours(7));
    spotify.beforeCall =
        call -> {
          throw new RateLimitedException("the quota of today is used up", until);
        };

    SyncReport report = told.syncUser(ANNA);

    assertThat(report.failure()).isNotNull();
    assertThat(report.failure().retryAt()).isEqualTo(until);
    assertThat(heard.events)
        .containsExactly(
            "started anna",
            "deferred until " + until + ": the quota of today is used up",
            "ended DEFERRED");
  }

  @Test
  void aListenerCanTellRunsAndJobsApart() {
    spotify.create(ANNA, "p1", "a");
    List<RunInfo> runs = Collections.synchronizedList(new ArrayList<>());
    SyncListener perRun =
        new SyncListener() {
          @Override
          public SyncListener forRun(RunInfo run) {
            return new SyncListener() {
              @Override
              public void ended(SyncReport report) {
                runs.add(run);
              }
            };
          }
        };
    try (SyncEngine jobs =
        SyncEngine.builder().spotify(spotify).store(store).listener(perRun).build()) {
      jobs.syncUser(ANNA);
      jobs.syncPlaylist(ANNA, PlaylistId.of("p1"));
      JobId job = jobs.enqueuePlaylistSync(ANNA, PlaylistId.of("p1"), Priority.NORMAL);
      jobs.startWorkers(1);
      jobs.await(job, Duration.ofSeconds(20));

      assertThat(runs)
          .containsExactly(
              new RunInfo(ANNA, null, null),
              new RunInfo(ANNA, PlaylistId.of("p1"), null),
              new RunInfo(ANNA, PlaylistId.of("p1"), job));
    }
  }

  @Test
  void everyListenerHearsEveryEventWhateverTheOthersThrow() {
    spotify.create(ANNA, "p1", "a");
    Recorder second = new Recorder();
    SyncListener broken =
        new SyncListener() {
          @Override
          public SyncListener forRun(RunInfo run) {
            throw new LinkageError("broken from the start");
          }
        };
    SyncListener breaking =
        new SyncListener() {
          @Override
          public void started(UserId user) {
            throw new LinkageError("broken on the way");
          }
        };
    SyncEngineBuilder builder = SyncEngine.builder().spotify(spotify).store(store);
    builder.listener(broken).listener(breaking).listener(heard).listener(second);
    try (SyncEngine several = builder.build()) {
      several.syncUser(ANNA);
    }

    assertThat(heard.events)
        .containsExactly("started anna", "p1 SYNCED [ADDED Title a]", "ended COMPLETE");
    assertThat(second.events).isEqualTo(heard.events);
  }

  @Test
  void anAuthorizationThatEndsSoonIsToldOnceADay() {
    spotify.create(ANNA, "p1", "a");
    Instant end = authorized(Duration.ofDays(14).plusHours(1));

    told.syncUser(ANNA);
    assertThat(heard.endings()).as("15 days before").isEmpty();

    time.advance(Duration.ofHours(2));
    told.syncUser(ANNA);
    told.syncUser(ANNA);
    told.syncUser(ANNA);
    assertThat(heard.endings()).containsExactly("ending 13 days, " + end);

    time.advance(Duration.ofHours(24));
    try (SyncEngine afterARestart = engine(SyncSettings.defaults())) {
      afterARestart.syncUser(ANNA);
    }
    try (SyncEngine onceMore = engine(SyncSettings.defaults())) {
      onceMore.syncUser(ANNA);
    }
    told.syncUser(ANNA);
    assertThat(heard.endings()).hasSize(2).endsWith("ending 12 days, " + end);

    authorized(Duration.ofDays(180));
    time.advance(Duration.ofHours(24));
    told.syncUser(ANNA);
    assertThat(heard.endings()).as("the user authorized again").hasSize(2);
  }

  @Test
  void aLibraryThatIsNeverCompleteIsNoStormEither() {
    spotify.create(ANNA, "p1", "a");
    authorized(Duration.ofDays(3));
    spotify.bentList =
        page ->
            new io.github.playlistsync.spi.spotify.LibraryPage(
                page.offset(), page.limit(), 7, false, page.entries(), List.of());

    told.syncUser(ANNA);
    told.syncUser(ANNA);

    assertThat(heard.endings()).hasSize(1);
  }

  @Test
  void theLeadIsSettableAndNoLeadTellsNothing() {
    spotify.create(ANNA, "p1", "a");
    authorized(Duration.ofDays(30).minusHours(1));
    try (SyncEngine never = engine(SyncSettings.defaults().withAuthorizationLead(Duration.ZERO))) {
      never.syncUser(ANNA);
    }
    assertThat(heard.endings()).isEmpty();
    time.advance(Duration.ofDays(1));
    try (SyncEngine early =
        engine(SyncSettings.defaults().withAuthorizationLead(Duration.ofDays(30)))) {
      early.syncUser(ANNA);
    }
    assertThat(heard.endings()).hasSize(1);
  }

  @Test
  void aDryRunTellsNothingAndLeavesTheTellingToTheRun() {
    spotify.create(ANNA, "p1", "a");
    authorized(Duration.ofDays(3));

    told.preview(ANNA);
    assertThat(heard.events).isEmpty();

    told.syncUser(ANNA);
    assertThat(heard.endings()).hasSize(1);
  }

  @Test
  void theStatusOfAUserTellsHowLongTheyAreAuthorized() {
    assertThat(told.status(ANNA).authorization()).isNull();
    Instant end = authorized(Duration.ofDays(100).plusHours(5));

    UserStatus.Authorization authorization = told.status(ANNA).authorization();

    assertThat(authorization.endsAt()).isEqualTo(end);
    assertThat(authorization.daysLeft()).isEqualTo(100);
    assertThat(told.status(ANNA).toString()).doesNotContain("secret");
    time.advance(Duration.ofDays(101));
    assertThat(told.status(ANNA).authorization().daysLeft()).isZero();
    assertThat(engine.status(ANNA).authorization()).as("no tokens given").isNull();
  }

  /** Anna authorizes the application so that it ends after some time. */
  private Instant authorized(Duration left) {
    Instant end = time.instant().plus(left);
    Instant at = end.atOffset(java.time.ZoneOffset.UTC).minusMonths(6).toInstant();
    StoredTokens stored =
        new StoredTokens(
            "secret-1", time.instant(), "secret-2", at, Set.of("playlist-read-private"));
    tokens.save(ANNA, stored);
    return stored.authorizationEndsAt();
  }

  private static final class Recorder implements SyncListener {
    final List<String> events = new ArrayList<>();

    private synchronized void add(String event) {
      events.add(event);
    }

    synchronized List<String> endings() {
      return events.stream().filter(event -> event.startsWith("ending")).toList();
    }

    @Override
    public void started(UserId user) {
      add("started " + user);
    }

    @Override
    public void waiting(UserId user, Instant until, String reason) {
      add("waiting until " + until + ": " + reason);
    }

    @Override
    public void playlistDone(UserId user, PlaylistReport report, List<ItemChange> changes) {
      List<String> items =
          changes.stream().map(change -> change.kind() + " " + change.track().title()).toList();
      add(report.id() + " " + report.outcome() + " " + items);
    }

    @Override
    public void playlistGone(UserId user, PlaylistId playlist) {
      add("gone " + playlist);
    }

    @Override
    public void playlistBack(UserId user, PlaylistId playlist) {
      add("back " + playlist);
    }

    @Override
    public void accessChanged(
        UserId user, PlaylistId playlist, Access before, Access now, List<Problem> reasons) {
      add(
          "access "
              + playlist
              + " "
              + before
              + " to "
              + now
              + " "
              + reasons.stream().map(Problem::sentence).toList());
    }

    @Override
    public void authorizationEnding(UserId user, UserStatus.Authorization authorization) {
      add("ending " + authorization.daysLeft() + " days, " + authorization.endsAt());
    }

    @Override
    public void suspended(UserId user, Suspension suspension) {
      add("suspended " + user + " " + suspension.reason());
    }

    @Override
    public void deferred(UserId user, Instant until, String reason) {
      add("deferred until " + until + ": " + reason);
    }

    @Override
    public void ended(SyncReport report) {
      add("ended " + report.outcome());
    }
  }
}
