package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One refusal of a playlist ends nothing; it is asked for again, ever more seldom. */
class RefusalDoubtTest extends EngineFixture {
  @Test
  void oneRefusalAtFirstContactIsAskedAboutByTheNextRun() {
    spotify.create(ANNA, "p1", "a");
    AtomicInteger refusals = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1") && refusals.getAndIncrement() == 0) {
            throw new NotFoundException("404 for p1");
          }
        };

    SyncReport refused = engine.syncUser(ANNA);
    SyncReport next = engine.syncUser(ANNA);

    assertThat(refused.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(next.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).containsExactly("Title a");
  }

  @Test
  void aRefusalOfWhatWasReadableMustBeSeenTwice() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("b")));
    AtomicInteger refusals = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1") && refusals.getAndIncrement() == 0) {
            throw new NotFoundException("404 for p1");
          }
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(2);
  }

  @Test
  void aRefusalThatWasSeenTwiceIsStoredAlsoWhereAnotherRunReadThePlaylistMeanwhile() {
    PlaylistId id = PlaylistId.of("p1");
    FakeSpotify.Remote remote = spotify.create(BEN, "p1", "a");
    spotify.follow(ANNA, id);
    engine.syncUser(BEN);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("b")));
    spotify.withhold(ANNA, id);
    AtomicBoolean looked = new AtomicBoolean();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1") && !looked.getAndSet(true)) {
            engine.syncUser(BEN);
          }
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists().get(0).access()).isEqualTo(Access.METADATA_ONLY);
    assertThat(entry(ANNA, "p1").access()).isEqualTo(Access.METADATA_ONLY);
  }

  @Test
  void aPlaylistThatIsRefusedForGoodLeavesLaterRunsComplete() {
    spotify.create(BEN, "37i9dQZF1DXcBWIGoYBM5M", "a");
    spotify.follow(ANNA, PlaylistId.of("37i9dQZF1DXcBWIGoYBM5M"));
    spotify.hide(PlaylistId.of("37i9dQZF1DXcBWIGoYBM5M"));

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.PARTIAL);
    for (int run = 0; run < 3; run++) {
      SyncReport report = engine.syncUser(ANNA);
      assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
      assertThat(report.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.UNAVAILABLE);
    }
  }

  @Test
  void jobsAskForARefusedPlaylistAsSeldomAsCallsDo() {
    spotify.create(ANNA, "p0", "a");
    spotify.create(ANNA, "p1", "b");
    spotify.hide(PlaylistId.of("p1"));
    spotify.create(BEN, "p2", "a");
    spotify.create(BEN, "p3", "b");
    spotify.hide(PlaylistId.of("p3"));

    for (int run = 0; run < 24; run++) {
      engine.syncUser(ANNA);
      syncByJobs(BEN);
      time.advance(Duration.ofHours(1));
    }

    assertThat(Collections.frequency(spotify.calls(), "playlist p3"))
        .isEqualTo(Collections.frequency(spotify.calls(), "playlist p1"))
        .isEqualTo(7);
  }

  private void syncByJobs(UserId user) {
    try (InMemoryJobQueue queue =
            InMemoryJobQueue.create(QueueSettings.defaults(), time, new Random(1));
        SyncEngine jobs =
            SyncEngine.builder()
                .spotify(spotify)
                .store(store)
                .queue(queue)
                .clock(time)
                .sleeper(time)
                .build()) {
      jobs.startWorkers(1);
      JobId job = jobs.enqueueUserSync(user, Priority.HIGH);
      assertThat(jobs.await(job, Duration.ofSeconds(30)).orElseThrow().state().isEnd()).isTrue();
    }
  }

  @Test
  void fiftyRefusedPlaylistsKeepNoOtherFromBeingAskedAgain() {
    for (int i = 0; i < 50; i++) {
      spotify.create(ANNA, "r" + i, "x");
      spotify.hide(PlaylistId.of("r" + i));
    }
    spotify.create(ANNA, "mine", "a");
    AtomicBoolean refused = new AtomicBoolean();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist mine") && !refused.getAndSet(true)) {
            throw new NotFoundException("404 once");
          }
        };
    for (int run = 0; run < 400; run++) {
      engine.syncUser(ANNA);
      time.advance(Duration.ofDays(1));
    }

    assertThat(titles(ANNA, "mine")).containsExactly("Title a");
  }
}
