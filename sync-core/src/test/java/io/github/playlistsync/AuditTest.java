package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.FakeSpotify.Remote;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.AuditPolicy;
import io.github.playlistsync.settings.SyncSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AuditTest extends EngineFixture {
  private static final UserId SPOTIFY = UserId.of("spotify");
  private static final Duration AFTER = AuditPolicy.defaults().after();

  /** Changes a playlist as Spotify sometimes does: its snapshot stays. */
  private static void changeUnseen(Remote remote, String first) {
    int snapshot = remote.snapshot;
    remote.edit(items -> items.set(0, FakeSpotify.item(first)));
    remote.snapshot = snapshot;
  }

  private List<PlaylistReport.Audit> auditsOfARun() {
    return engine.syncUser(ANNA).playlists().stream().map(PlaylistReport::audit).toList();
  }

  @Test
  void anUnchangedPlaylistCostsNoCallUntilItIsDueForAnAudit() {
    spotify.create(ANNA, "p1", 3);
    engine.syncUser(ANNA);
    time.advance(AFTER.minusSeconds(1));
    spotify.forgetCalls();

    SyncReport young = engine.syncUser(ANNA);

    assertThat(spotify.calls()).containsExactly("list 0");
    assertThat(young.playlists().get(0).audit()).isEqualTo(PlaylistReport.Audit.NONE);

    time.advance(Duration.ofSeconds(2));
    spotify.forgetCalls();

    SyncReport due = engine.syncUser(ANNA);

    assertThat(spotify.calls()).containsExactly("list 0", "playlist p1");
    assertThat(due.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(due.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.UNCHANGED);
    assertThat(due.playlists().get(0).audit()).isEqualTo(PlaylistReport.Audit.CONFIRMED);
    assertThat(due.playlists().get(0).problems()).isEmpty();
    assertThat(due.cost().rowsWritten()).as("the time of the audit").isEqualTo(1);
    assertThat(stored("p1").revision()).isEqualTo(1);
    assertThat(stored("p1").syncedAt()).isEqualTo(time.instant());

    spotify.forgetCalls();
    engine.syncUser(ANNA);
    assertThat(spotify.calls()).as("audited a moment ago").containsExactly("list 0");
  }

  @Test
  void anAuditFindsWhatChangedWithoutANewSnapshot() {
    Remote remote = spotify.create(ANNA, "p1", 150);
    engine.syncUser(ANNA);
    changeUnseen(remote, "new");
    engine.syncUser(ANNA);
    assertThat(titles(ANNA, "p1")).startsWith("Title p1-0");
    time.advance(AFTER.plusSeconds(1));

    SyncReport report = engine.syncUser(ANNA);

    PlaylistReport audited = report.playlists().get(0);
    assertThat(audited.audit()).isEqualTo(PlaylistReport.Audit.CORRECTED);
    assertThat(audited.outcome()).isEqualTo(PlaylistOutcome.SYNCED);
    assertThat(audited.changes()).isEqualTo(new PlaylistReport.Changes(1, 1, 0));
    assertThat(audited.problems()).singleElement().asString().contains("snapshot had not moved");
    assertThat(titles(ANNA, "p1")).startsWith("Title new").hasSize(150);
  }

  @Test
  void aRunAuditsAFewPlaylistsAtTheMostTheOldestAmongThem() {
    for (int i = 0; i < 25; i++) {
      spotify.create(ANNA, "p" + i, 1);
      if (i % 5 == 0) {
        engine.syncUser(ANNA);
        time.advance(Duration.ofMinutes(1));
      }
    }
    engine.syncUser(ANNA);
    time.advance(AFTER.plusSeconds(1));

    spotify.forgetCalls();
    engine.syncUser(ANNA);

    assertThat(spotify.calls())
        .hasSize(1 + AuditPolicy.defaults().perRun())
        .contains("playlist p0", "playlist p1", "playlist p2", "playlist p3", "playlist p4");
    assertThat(engine.syncUser(ANNA).cost().apiCalls()).isEqualTo(11);
    assertThat(engine.syncUser(ANNA).cost().apiCalls()).isEqualTo(6);
    assertThat(engine.syncUser(ANNA).cost().apiCalls()).isEqualTo(1);
  }

  @Test
  void auditsThatFailForGoodKeepNoOtherPlaylistFromBeingAudited() {
    for (int i = 0; i < 10; i++) {
      spotify.create(ANNA, "broken" + i, 1);
    }
    engine.syncUser(ANNA);
    time.advance(Duration.ofMinutes(1));
    for (int i = 0; i < 10; i++) {
      spotify.create(ANNA, "p" + i, 1);
    }
    engine.syncUser(ANNA);
    spotify.beforeCall =
        call -> {
          if (call.startsWith("playlist broken")) {
            throw new SpotifyUnavailableException("500 for " + call);
          }
        };
    time.advance(AFTER);
    Instant due = time.instant();

    for (int run = 0; run < 10; run++) {
      time.advance(Duration.ofHours(1));
      engine.syncUser(ANNA);
    }

    for (int i = 0; i < 10; i++) {
      assertThat(stored("p" + i).syncedAt()).isAfter(due);
    }
  }

  @Test
  void spotifysOwnListsAreAuditedByEveryRunAndWriteNothingWhereNothingChanged() {
    Remote owned = spotify.create(SPOTIFY, "charts", 3);
    Remote byId = spotify.create(BEN, "37i9dQZF1DXcBWIGoYBM5M", 3);
    spotify.follow(ANNA, PlaylistId.of("charts"));
    spotify.follow(ANNA, PlaylistId.of("37i9dQZF1DXcBWIGoYBM5M"));
    assertThat(auditsOfARun())
        .containsExactly(PlaylistReport.Audit.NONE, PlaylistReport.Audit.NONE);

    SyncReport again = engine.syncUser(ANNA);

    assertThat(again.playlists())
        .extracting(PlaylistReport::audit)
        .containsOnly(PlaylistReport.Audit.CONFIRMED);
    assertThat(again.cost().rowsWritten()).isZero();

    changeUnseen(owned, "hit");
    changeUnseen(byId, "mixed");
    assertThat(auditsOfARun()).containsOnly(PlaylistReport.Audit.CORRECTED);
    assertThat(titles(ANNA, "charts")).startsWith("Title hit");
    assertThat(titles(ANNA, "37i9dQZF1DXcBWIGoYBM5M")).startsWith("Title mixed");
  }

  @Test
  void auditsCanBeSwitchedOff() {
    spotify.create(SPOTIFY, "charts", 3);
    spotify.follow(ANNA, PlaylistId.of("charts"));
    spotify.create(ANNA, "p1", 3);
    try (SyncEngine without =
        SyncEngine.builder()
            .spotify(spotify)
            .store(store)
            .clock(time)
            .settings(SyncSettings.defaults().withAudit(AuditPolicy.off()))
            .build()) {
      without.syncUser(ANNA);
      time.advance(AFTER.multipliedBy(100));

      assertThat(without.syncUser(ANNA).cost().apiCalls()).isEqualTo(1);
    }
  }

  @Test
  void aPlaylistSyncedByItsIdIsAuditedToo() {
    Remote remote = spotify.create(ANNA, "p1", 3);
    engine.syncPlaylist(ANNA, PlaylistId.of("p1"));
    changeUnseen(remote, "new");
    assertThat(engine.syncPlaylist(ANNA, PlaylistId.of("p1")).playlists().get(0).audit())
        .isEqualTo(PlaylistReport.Audit.NONE);
    time.advance(AFTER.plusSeconds(1));

    SyncReport report = engine.syncPlaylist(ANNA, PlaylistId.of("p1"));

    assertThat(report.playlists().get(0).audit()).isEqualTo(PlaylistReport.Audit.CORRECTED);
    assertThat(titles(ANNA, "p1")).startsWith("Title new");
  }

  @Test
  void aRestoredContentIsNotAuditedAway() {
    Remote remote = spotify.create(ANNA, "p1", 3);
    engine.syncUser(ANNA);
    remote.edit(items -> items.remove(0));
    engine.syncUser(ANNA);
    engine.history().restore(PlaylistId.of("p1"), 1);
    time.advance(AFTER.plusSeconds(1));

    assertThat(auditsOfARun()).containsExactly(PlaylistReport.Audit.NONE);
    assertThat(titles(ANNA, "p1")).hasSize(3);

    remote.edit(items -> items.remove(0));
    engine.syncUser(ANNA);
    assertThat(titles(ANNA, "p1")).hasSize(1);
  }

  @Test
  void anEditOfTheMetadataPutsNoAuditOff() {
    Remote remote = spotify.create(ANNA, "p1", 3);
    engine.syncUser(ANNA);
    time.advance(AFTER.minusSeconds(1));
    int snapshot = remote.snapshot;
    remote.metadata(playlist -> renamed(playlist, "Another name"));
    remote.snapshot = snapshot;
    engine.syncUser(ANNA);
    assertThat(stored("p1").playlist().name()).isEqualTo("Another name");
    time.advance(Duration.ofSeconds(2));

    assertThat(auditsOfARun()).containsExactly(PlaylistReport.Audit.CONFIRMED);
  }

  @Test
  void anAuditThatWouldRemoveMostItemsMustBeSeenTwiceToo() {
    Remote remote = spotify.create(ANNA, "p1", 300);
    engine.syncUser(ANNA);
    int snapshot = remote.snapshot;
    remote.edit(items -> items.subList(1, 300).clear());
    remote.snapshot = snapshot;
    time.advance(AFTER.plusSeconds(1));
    spotify.bentList = page -> page;
    AtomicBoolean once = new AtomicBoolean();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1") && !once.getAndSet(true)) {
            spotify.forgetCalls();
          }
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(1);
  }

  @Test
  void aListOfSpotifysWhoseSnapshotMovesWithEveryCallIsStoredOnceTwoReadsAgree() {
    Remote charts = spotify.create(SPOTIFY, "charts", 250);
    spotify.follow(ANNA, PlaylistId.of("charts"));
    spotify.beforeCall = call -> charts.snapshot++;

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    PlaylistReport first = report.playlists().get(0);
    assertThat(first.outcome()).isEqualTo(PlaylistOutcome.SYNCED);
    assertThat(first.problems())
        .singleElement()
        .asString()
        .contains("CONFIRMED", "after a second read agreed");
    assertThat(titles(ANNA, "charts")).hasSize(250);
    assertThat(stored("charts").snapshot()).as("so that it is read again").isNull();

    SyncReport unchanged = engine.syncUser(ANNA);
    assertThat(unchanged.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.UNCHANGED);
    assertThat(unchanged.cost().rowsWritten()).isZero();

    charts.edit(items -> items.add(0, FakeSpotify.item("hit")));
    assertThat(engine.syncUser(ANNA).playlists().get(0).changes())
        .isEqualTo(new PlaylistReport.Changes(1, 0, 0));
  }

  @Test
  void twoReadsOfAListOfSpotifysThatDifferAreNotBelieved() {
    Remote charts = spotify.create(SPOTIFY, "charts", 250);
    spotify.follow(ANNA, PlaylistId.of("charts"));
    AtomicInteger reads = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist charts")) {
            int read = reads.incrementAndGet();
            charts.edit(items -> items.set(249, FakeSpotify.item("read" + Math.min(read, 4))));
          }
          charts.snapshot++;
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.HELD);
    assertThat(engine.playlist(PlaylistId.of("charts"))).isEmpty();
    engine.syncUser(ANNA);
    assertThat(engine.syncUser(ANNA).playlists().get(0).outcome())
        .as("once it stands still")
        .isEqualTo(PlaylistOutcome.SYNCED);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new AuditPolicy(Duration.ofSeconds(59), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT59S");
    assertThatThrownBy(() -> new AuditPolicy(AFTER, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AuditPolicy(AFTER, 1_001))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
