package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.internal.jobs.JobRunner;
import io.github.playlistsync.internal.run.RunControl;
import io.github.playlistsync.internal.sync.Outage;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** An outage uses no attempt of a job, and workers leave jobs in the queue until it is over. */
class OutageJobsTest extends EngineFixture {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final PlaylistId P1 = PlaylistId.of("p1");

  private volatile boolean storeIsAway;

  private void spotifyIsAwayFor(Predicate<String> call) {
    spotify.beforeCall =
        asked -> {
          if (call.test(asked)) {
            throw new SpotifyUnavailableException("503 for " + asked);
          }
        };
  }

  private JobOutcome run(JobSpec spec) {
    try (InMemoryJobQueue queue = queue()) {
      return run(spec, queue, () -> false, new SyncListener() {});
    }
  }

  @Test
  void aJobThatGetsNoAnswerUsesAnAttemptOnlyIfSpotifyAnswersForAnotherPlaylist() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", "b");
    engine.syncUser(ANNA);
    spotify.forgetCalls();

    spotifyIsAwayFor(call -> call.startsWith("playlist"));
    assertThat(run(JobSpec.playlist(ANNA, P1))).isInstanceOf(JobOutcome.Deferred.class);
    assertThat(spotify.calls()).containsExactly("playlist p1", "playlist p2");

    spotifyIsAwayFor("playlist p1"::equals);
    assertThat(run(JobSpec.playlist(ANNA, P1))).isInstanceOf(JobOutcome.Retry.class);
  }

  @Test
  void aFirstPlaylistThatGetsNoAnswerUsesAnAttemptOnlyIfTheListIsAnswered() {
    spotify.create(ANNA, "p1", "a");

    spotifyIsAwayFor(call -> true);
    assertThat(run(JobSpec.playlist(ANNA, P1))).isInstanceOf(JobOutcome.Deferred.class);

    spotifyIsAwayFor("playlist p1"::equals);
    assertThat(run(JobSpec.playlist(ANNA, P1))).isInstanceOf(JobOutcome.Retry.class);
  }

  @Test
  void aListThatGetsNoAnswerUsesAnAttemptOnlyIfSpotifyAnswersForAnythingElse() {
    spotifyIsAwayFor(call -> true);
    assertThat(run(JobSpec.user(ANNA))).isInstanceOf(JobOutcome.Deferred.class);
    spotifyIsAwayFor(call -> call.startsWith("list"));
    assertThat(run(JobSpec.user(ANNA))).as("nothing stored").isInstanceOf(JobOutcome.Retry.class);

    spotify.create(ANNA, "p1", "a");
    engine.syncPlaylist(ANNA, P1);
    spotifyIsAwayFor(call -> call.startsWith("list") || call.startsWith("liked"));
    assertThat(run(JobSpec.user(ANNA))).as("not listed").isInstanceOf(JobOutcome.Deferred.class);
    spotifyIsAwayFor(call -> false);
    engine.syncUser(ANNA);
    spotifyIsAwayFor(call -> call.startsWith("list") || call.startsWith("liked"));
    assertThat(run(JobSpec.user(ANNA))).as("one listed").isInstanceOf(JobOutcome.Retry.class);
  }

  @Test
  void whileSpotifyIsAwayJobsWaitInTheQueueAndUseNoAttempt() {
    List<JobId> ids = new ArrayList<>();
    spotifyIsAwayFor(call -> true);
    try (InMemoryJobQueue queue =
            InMemoryJobQueue.create(QueueSettings.defaults(), time, new Random(1));
        SyncEngine jobs = workers(queue, store)) {
      for (int i = 0; i < 30; i++) {
        spotify.create(ANNA, "p" + i, "t" + i);
        ids.add(jobs.enqueuePlaylistSync(ANNA, PlaylistId.of("p" + i), Priority.NORMAL));
      }
      jobs.startWorkers(2);
      awaitDeferred(queue);

      assertThat(jobs.counts().in(JobState.DEFERRED)).isBetween(1L, 2L);
      // Each that ran asked for its playlist and for the list.
      assertThat(spotify.calls()).hasSizeLessThanOrEqualTo(4);
      spotifyIsAwayFor(call -> false);
      time.advance(Duration.ofMinutes(2));

      ids.forEach(id -> assertSucceededAtOnce(jobs.await(id, LIMIT).orElseThrow()));
    }
  }

  @Test
  void whileTheStoreIsAwayJobsWaitInTheQueueAndUseNoAttempt() {
    List<JobId> ids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    storeIsAway = true;
    try (InMemoryJobQueue queue =
            InMemoryJobQueue.create(QueueSettings.defaults(), time, new Random(1));
        SyncEngine jobs = workers(queue, storeThatMayBeAway())) {
      for (int i = 0; i < 30; i++) {
        ids.add(jobs.enqueuePlaylistSync(ANNA, PlaylistId.of("p" + i), Priority.NORMAL));
      }
      ids.add(jobs.enqueueUserSync(ANNA, Priority.LOW));
      jobs.startWorkers(2);
      awaitDeferred(queue);

      assertThat(jobs.counts().in(JobState.DEFERRED)).isBetween(1L, 2L);
      storeIsAway = false;
      time.advance(Duration.ofMinutes(2));

      ids.forEach(id -> assertSucceededAtOnce(jobs.await(id, LIMIT).orElseThrow()));
    }
  }

  @Test
  void aListThatGetsNoAnswerIsWhatARunFailsForAlsoIfTheStoreIsAwayByThen() {
    spotify.beforeCall =
        call -> {
          storeIsAway = true;
          throw new SpotifyUnavailableException("503 for " + call);
        };
    try (SyncEngine other =
        SyncEngine.builder().spotify(spotify).store(storeThatMayBeAway()).build()) {
      SyncReport report = other.syncUser(ANNA);

      assertThat(report.outcome()).isEqualTo(SyncOutcome.FAILED);
      assertThat(report.failure().kind()).isEqualTo("SpotifyUnavailableException");
    }
  }

  @Test
  void aStoreThatIsAwayOnlyForAMomentUsesAnAttempt() {
    spotify.create(ANNA, "p1", "a");
    spotify.beforeCall =
        call -> {
          throw new StoreUnavailableException("away for a moment", null);
        };

    assertThat(run(JobSpec.playlist(ANNA, P1))).isInstanceOf(JobOutcome.Retry.class);
  }

  @Test
  void aQueueThatIsAwayUsesNoAttempt() {
    spotify.create(ANNA, "p1", "a");
    JobQueue away =
        (JobQueue)
            Proxy.newProxyInstance(
                JobQueue.class.getClassLoader(),
                new Class<?>[] {JobQueue.class},
                (proxy, method, args) -> {
                  throw new QueueUnavailableException("no connection", null);
                });
    // The list has a page that cannot be read, so its playlists are enqueued without a parent.
    spotify.bentList =
        page -> new LibraryPage(1, page.limit(), 2, false, page.entries(), List.of());

    JobOutcome outcome = run(JobSpec.user(ANNA), away, () -> false, new SyncListener() {});

    assertThat(outcome).isEqualTo(new JobOutcome.Deferred(Outage.PAUSE, "no connection"));
  }

  @Test
  void whateverAStoreThrowsTheJobIsTriedAgainAndNotLeftToItsLease() {
    for (Throwable thrown : List.of(new IllegalStateException("closed"), new LinkageError())) {
      PlaylistStore broken =
          (PlaylistStore)
              Proxy.newProxyInstance(
                  PlaylistStore.class.getClassLoader(),
                  new Class<?>[] {PlaylistStore.class},
                  (proxy, method, args) -> {
                    throw thrown;
                  });
      try (InMemoryJobQueue queue = queue()) {
        JobRunner runner =
            new JobRunner(
                parts(broken, new SyncListener() {}),
                queue,
                WorkerSettings.defaults(),
                new Random(1));
        JobLease lease =
            new JobLease(
                JobId.of("j1"), JobSpec.playlist(ANNA, P1), Priority.LOW, 1, 1, time.instant());

        assertThat(runner.run(lease, new RunControl())).isInstanceOf(JobOutcome.Retry.class);
      }
    }
  }

  private SyncEngine workers(InMemoryJobQueue queue, PlaylistStore ofJobs) {
    return SyncEngine.builder()
        .spotify(spotify)
        .store(ofJobs)
        .queue(queue)
        .clock(time)
        .workers(WorkerSettings.defaults().withAttempts(2))
        .build();
  }

  private static void awaitDeferred(InMemoryJobQueue queue) {
    String cursor = "0";
    while (queue.jobs(JobFilter.all().in(JobState.DEFERRED)).jobs().isEmpty()) {
      cursor = queue.events(cursor, LIMIT).next();
    }
    // The other worker's run, if there is one, ends in the same way.
    while (!queue.jobs(JobFilter.all().in(JobState.RUNNING)).jobs().isEmpty()) {
      cursor = queue.events(cursor, LIMIT).next();
    }
  }

  private static void assertSucceededAtOnce(JobStatus job) {
    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.tries().attempts()).isEqualTo(1);
  }

  private PlaylistStore storeThatMayBeAway() {
    return (PlaylistStore)
        Proxy.newProxyInstance(
            PlaylistStore.class.getClassLoader(),
            new Class<?>[] {PlaylistStore.class},
            (proxy, method, args) -> {
              if (storeIsAway) {
                throw new StoreUnavailableException("no connection", null);
              }
              try {
                return method.invoke(store, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
