package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RequestRefusedException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.store.PageCheckpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a user's list says, and does not say, of the playlists that are not in it. */
class ListDoubtTest extends EngineFixture {
  private static final PlaylistId P1 = PlaylistId.of("p1");

  private SyncEngine another() {
    return SyncEngine.builder().spotify(spotify).store(store).clock(time).sleeper(time).build();
  }

  private void annaHas(String... ids) {
    for (String id : ids) {
      spotify.create(ANNA, id, "of-" + id);
    }
  }

  // ---- what a token may not see

  private void makePrivate(String id) {
    spotify.playlist(id).metadata(playlist -> playlist.withVisibility(Visibility.PRIVATE));
  }

  private void withoutPrivatePlaylists() {
    spotify.bentList =
        page -> {
          List<LibraryPage.Entry> entries =
              page.entries().stream()
                  .filter(entry -> entry.playlist().visibility() != Visibility.PRIVATE)
                  .toList();
          return new LibraryPage(0, 50, entries.size(), false, entries, List.of());
        };
  }

  @Test
  void theOnlyPrivatePlaylistIsGoneOnceTheListShowsAnotherOne() {
    annaHas("p1", "p2", "p3");
    makePrivate("p1");
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, P1);

    SyncReport held = engine.syncUser(ANNA);
    makePrivate("p2");
    SyncReport seen = engine.syncUser(ANNA);

    assertThat(held.gone()).isEmpty();
    assertThat(held.problems()).singleElement().asString().contains("shows another such playlist");
    assertThat(seen.gone()).containsExactly(P1);
  }

  @Test
  void aPrivatePlaylistOfSomebodyElseProvesNoSightOfOnesOwn() {
    annaHas("p1", "p3");
    makePrivate("p1");
    spotify.create(BEN, "p2", "b");
    makePrivate("p2");
    spotify.follow(ANNA, PlaylistId.of("p2"));
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, P1);

    assertThat(engine.syncUser(ANNA).gone()).isEmpty();
  }

  @Test
  void aListThatNoLongerSaysWhatIsPrivateErasesThatFromNothing() {
    annaHas("p1", "p2");
    makePrivate("p1");
    engine.syncUser(ANNA);
    spotify.bentList =
        page ->
            new LibraryPage(
                0,
                50,
                page.total(),
                false,
                page.entries().stream()
                    .map(
                        entry ->
                            new LibraryPage.Entry(
                                entry.playlist().withVisibility(Visibility.UNKNOWN),
                                entry.snapshot(),
                                entry.total()))
                    .toList(),
                List.of());
    engine.syncUser(ANNA);
    withoutPrivatePlaylists();

    SyncReport report = engine.syncUser(ANNA);

    assertThat(entry(ANNA, "p1").visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(stored("p1").playlist().visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(report.gone()).isEmpty();
  }

  // ---- two runs at once

  /** Anna may not read p1 until another run has ended that happens during hers. */
  private void whileAnnaAsksForP1(Runnable edit) {
    AtomicBoolean once = new AtomicBoolean();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1") && !once.getAndSet(true)) {
            edit.run();
            try (SyncEngine other = another()) {
              other.syncUser(ANNA);
            }
            spotify.give(ANNA, P1);
          }
        };
  }

  private void annaFollowsBensP1() {
    spotify.create(ANNA, "p0", "z");
    spotify.create(BEN, "p1", "a");
    spotify.follow(ANNA, P1);
    spotify.withhold(ANNA, P1);
    engine.syncUser(ANNA);
  }

  @Test
  void aRunOfOnePlaylistLeavesListedWhatAnotherRunFoundInTheListAgain() {
    annaFollowsBensP1();
    spotify.unfollow(ANNA, P1);
    engine.syncUser(ANNA);
    whileAnnaAsksForP1(() -> spotify.follow(ANNA, P1));

    engine.syncPlaylist(ANNA, P1);

    assertThat(entry(ANNA, "p1").access()).isEqualTo(Access.FULL);
    assertThat(entry(ANNA, "p1").isListed()).isTrue();
  }

  @Test
  void aRunOfOnePlaylistLeavesGoneWhatAnotherRunFoundToHaveLeft() {
    annaFollowsBensP1();
    whileAnnaAsksForP1(() -> spotify.unfollow(ANNA, P1));

    engine.syncPlaylist(ANNA, P1);

    assertThat(entry(ANNA, "p1").access()).isEqualTo(Access.FULL);
    assertThat(entry(ANNA, "p1").isListed()).isFalse();
  }

  // ---- jobs

  /** Syncs the library by a job and a job a playlist. */
  private void syncByJobs() {
    try (InMemoryJobQueue queue = queue();
        SyncEngine jobs = SyncEngine.builder().spotify(spotify).store(store).queue(queue).build()) {
      jobs.startWorkers(2);
      JobId job = jobs.enqueueUserSync(ANNA, Priority.HIGH);
      assertThat(jobs.await(job, Duration.ofSeconds(30)).orElseThrow().state().isEnd()).isTrue();
    }
  }

  private void refuse(String start) {
    spotify.beforeCall =
        call -> {
          if (call.startsWith(start)) {
            throw new RequestRefusedException("400 for " + call);
          }
        };
  }

  @Test
  void aListIsNotDealtWithIfEveryPlaylistFailsInCallsAndInJobs() {
    annaHas("p1", "p2");
    refuse("playlist");

    engine.syncUser(ANNA);
    assertThat(store.lastSync(ANNA)).isEmpty();
    syncByJobs();
    assertThat(store.lastSync(ANNA)).isEmpty();
  }

  @Test
  void aListIsDealtWithIfOneOfItsPlaylistsIsSyncedByAJob() {
    annaHas("p1", "p2", "p3");
    refuse("playlist p2");

    syncByJobs();

    assertThat(store.lastSync(ANNA)).isPresent();
  }

  @Test
  void aListThatNeedsNoJobIsDealtWith() {
    syncByJobs();

    assertThat(store.lastSync(ANNA)).isPresent();
  }

  // ---- workers that lost their lease

  private final AtomicBoolean leaseIsOver = new AtomicBoolean();

  private @Nullable JobOutcome run(JobSpec spec, InMemoryJobQueue queue, SyncListener listener) {
    return run(spec, queue, leaseIsOver::get, listener);
  }

  /** Its lease runs out after everything else of the run. */
  private SyncListener losingItAtTheEnd() {
    return new SyncListener() {
      @Override
      public void ended(SyncReport report) {
        leaseIsOver.set(true);
      }
    };
  }

  @Test
  void aWorkerThatLostItsLeaseEnqueuesNothing() {
    for (int i = 0; i < 60; i++) {
      spotify.create(ANNA, "p" + i, "a" + i);
    }
    refuseSecondPage();
    try (InMemoryJobQueue queue = queue()) {
      JobOutcome outcome = run(JobSpec.user(ANNA), queue, losingItAtTheEnd());

      assertThat(outcome).isNull();
      assertThat(queue.counts(ANNA).live()).isZero();
    }
  }

  private void refuseSecondPage() {
    spotify.beforeCall =
        call -> {
          if (call.equals("list 50")) {
            throw new SpotifyUnavailableException("502 for the list");
          }
        };
  }

  @Test
  void aWorkerThatLostItsLeaseSlowsNoScheduleDown() {
    store.saveSchedule(SyncSchedule.every(ANNA, Duration.ofHours(1)));
    spotify.beforeCall =
        call -> {
          throw new AuthorizationException("log in again");
        };
    try (InMemoryJobQueue queue = queue()) {
      JobOutcome outcome = run(JobSpec.playlist(ANNA, P1), queue, losingItAtTheEnd());

      assertThat(outcome).isNull();
      assertThat(queue.scheduleOf(JobSpec.user(ANNA))).isEmpty();
    }
  }

  @Test
  void aWorkerThatLostItsLeaseSuspendsNobody() {
    spotify.beforeCall =
        call -> {
          leaseIsOver.set(true);
          throw new AuthorizationException("log in again");
        };
    try (InMemoryJobQueue queue = queue()) {
      assertThat(run(JobSpec.playlist(ANNA, P1), queue, new SyncListener() {})).isNull();
    }
    assertThat(store.user(ANNA)).isEqualTo(StoredUser.unknown(ANNA));
  }

  @Test
  void aWorkerThatLostItsLeaseKeepsAndDropsNoPages() {
    spotify.create(ANNA, "p1", 1_000);
    spotify.bentPage =
        page -> {
          leaseIsOver.set(page.offset() >= 500);
          return page;
        };
    try (InMemoryJobQueue queue = queue()) {
      assertThat(run(JobSpec.playlist(ANNA, P1), queue, new SyncListener() {})).isNull();
    }
    assertThat(store.pages(ANNA, P1))
        .extracting(PageCheckpoint::offset)
        .containsExactly(100, 150, 200, 250, 300, 350, 400, 450);
  }
}
