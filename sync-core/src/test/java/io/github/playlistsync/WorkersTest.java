package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workers, whatever the host's code and executors do to them. */
class WorkersTest {
  private static final UserId ANNA = UserId.of("anna");
  private static final UserId BEN = UserId.of("ben");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final FakeSpotify spotify = new FakeSpotify();
  private final InMemoryJobQueue queue =
      InMemoryJobQueue.create(
          QueueSettings.defaults().withLease(Duration.ofMillis(300)),
          Clock.systemUTC(),
          new Random(1));
  private final CountDownLatch end = new CountDownLatch(1);

  private SyncEngineBuilder builder() {
    return SyncEngine.builder()
        .spotify(spotify)
        .store(InMemoryPlaylistStore.create())
        .queue(queue)
        .workers(settings());
  }

  private static WorkerSettings settings() {
    // Whoever waits for something that never comes exceeds the limit of the tests.
    return WorkerSettings.defaults()
        .withDelays(Duration.ofMillis(2), Duration.ofMillis(10))
        .withCloseGrace(Duration.ofMinutes(5))
        .withCloseLimit(Duration.ofMinutes(10));
  }

  @AfterEach
  void close() {
    end.countDown();
    queue.close();
  }

  @Test
  void anErrorEndsItsJobAndNoWorker() {
    spotify.create(BEN, "p1", "a");
    SyncEngineBuilder breaking =
        builder()
            .rules(
                user -> {
                  if (user.equals(ANNA)) {
                    throw new LinkageError("broken rules");
                  }
                  return LibraryRules.defaults();
                });
    try (SyncEngine engine = breaking.build()) {
      engine.startWorkers(1);
      JobId broken = engine.enqueueUserSync(ANNA, Priority.HIGH);
      JobId sound = engine.enqueueUserSync(BEN, Priority.LOW);

      JobStatus failed = engine.await(broken, LIMIT).orElseThrow();

      assertThat(failed.state()).isEqualTo(JobState.FAILED);
      assertThat(failed.error()).contains("LinkageError").contains("tried 6 times");
      assertThat(engine.await(sound, LIMIT).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    }
  }

  @Test
  void aJobThatInterruptsItsThreadEndsNoWorker() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(BEN, "p2", "b");
    SyncEngineBuilder interrupting =
        builder()
            .rules(
                user -> {
                  if (user.equals(ANNA)) {
                    Thread.currentThread().interrupt();
                  }
                  return LibraryRules.defaults();
                });
    try (SyncEngine engine = interrupting.build()) {
      engine.startWorkers(1);
      JobId interrupted = engine.enqueueUserSync(ANNA, Priority.HIGH);
      JobId sound = engine.enqueueUserSync(BEN, Priority.LOW);

      assertThat(engine.await(interrupted, LIMIT).orElseThrow().state()).isEqualTo(JobState.FAILED);
      assertThat(engine.await(sound, LIMIT).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    }
  }

  @Test
  void aRunThatHangsForEverIsDoneByAnotherWorker() {
    spotify.create(ANNA, "p1", "a");
    assertThatTheJobIsDoneAlthoughItsFirstRun(
        () -> {
          boolean hangs = true;
          while (hangs) {
            try {
              end.await();
              hangs = false;
            } catch (InterruptedException deaf) {
              // Goes on hanging.
            }
          }
        },
        2);
  }

  @Test
  void aRunThatTakesTooLongIsInterrupted() {
    spotify.create(ANNA, "p1", "a");
    assertThatTheJobIsDoneAlthoughItsFirstRun(
        () -> {
          try {
            end.await();
          } catch (InterruptedException heard) {
            Thread.currentThread().interrupt();
          }
        },
        1);
  }

  private void assertThatTheJobIsDoneAlthoughItsFirstRun(Runnable hangs, int attempts) {
    AtomicReference<Runnable> first = new AtomicReference<>(hangs);
    SyncListener listener =
        new SyncListener() {
          @Override
          public void playlistDone(UserId user, PlaylistReport report, List<ItemChange> changes) {
            first.getAndSet(() -> {}).run();
          }
        };
    WorkerSettings impatient =
        settings()
            .withMaxRun(Duration.ofMillis(300))
            .withCloseGrace(Duration.ZERO)
            .withCloseLimit(Duration.ofMillis(500));
    try (SyncEngine engine = builder().listener(listener).workers(impatient).build()) {
      engine.startWorkers(1);
      JobId job = engine.enqueuePlaylistSync(ANNA, PlaylistId.of("p1"), Priority.NORMAL);

      JobStatus done = engine.await(job, LIMIT).orElseThrow();

      assertThat(done.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(done.tries().attempts()).isGreaterThanOrEqualTo(attempts);
      assertThat(engine.workers()).isEqualTo(1);
    }
  }

  @Test
  void anExecutorThatRefusesKeepsNobodyWaiting() throws Exception {
    SyncEngine engine = builder().build();

    assertThatThrownBy(
            () ->
                engine.startWorkers(
                    2,
                    work -> {
                      throw new RejectedExecutionException("full");
                    }))
        .isInstanceOf(RejectedExecutionException.class);

    assertCloses(engine);
  }

  @Test
  void anExecutorThatDropsOrNeverRunsItsTasksKeepsNobodyWaiting() throws Exception {
    SyncEngine engine = builder().build();
    AtomicReference<Runnable> kept = new AtomicReference<>();
    engine.startWorkers(2, work -> {});
    engine.startWorkers(1, kept::set);
    assertThat(engine.workers()).isZero();

    assertCloses(engine);

    // A task that is run after all finds the workers stopped.
    kept.get().run();
  }

  @Test
  void anExecutorThatRunsItsTasksInTheCallingThreadMakesItTheWorker() throws Exception {
    spotify.create(ANNA, "p1", "a");
    SyncEngine engine = builder().build();
    Executor callerRuns = Runnable::run;
    Thread caller = new Thread(() -> engine.startWorkers(2, callerRuns));
    caller.start();
    JobId job = engine.enqueueUserSync(ANNA, Priority.NORMAL);

    assertThat(engine.await(job, LIMIT).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    assertCloses(engine);
    caller.join(LIMIT.toMillis());
    assertThat(caller.isAlive()).isFalse();
  }

  @Test
  void closingInterruptsARunThatWaitsForTheHost() throws Exception {
    spotify.create(ANNA, "p1", "a");
    CountDownLatch begun = new CountDownLatch(1);
    spotify.beforeCall =
        call -> {
          begun.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    WorkerSettings hasty =
        settings().withCloseGrace(Duration.ZERO).withCloseLimit(Duration.ofSeconds(2));
    SyncEngine engine = builder().workers(hasty).build();
    engine.startWorkers(1);
    JobId job = engine.enqueueUserSync(ANNA, Priority.NORMAL);
    assertThat(begun.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertCloses(engine);

    assertThat(queue.status(job).orElseThrow().state()).isEqualTo(JobState.QUEUED);
  }

  private static void assertCloses(SyncEngine engine) throws InterruptedException {
    Thread closer = new Thread(engine::close);
    closer.start();
    closer.join(LIMIT.toMillis());
    assertThat(closer.isAlive()).as("close() waits for nobody").isFalse();
  }
}
