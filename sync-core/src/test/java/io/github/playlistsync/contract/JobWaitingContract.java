package io.github.playlistsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.spi.queue.JobEvents;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every queue holds to when threads wait for it, and when many call at once. */
public abstract class JobWaitingContract extends JobQueueFixture {
  /** As long as a host may write it. */
  private static final Duration LONG = Duration.ofSeconds(Long.MAX_VALUE);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Ends the threads of the test. */
  @AfterEach
  public void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void aWaitEndsWithTheFirstJob() throws Exception {
    JobQueue queue = queue();
    Future<Exchange> waiting = start(() -> queue.exchange(WORKER, List.of(), 3, LONG));

    JobId job = enqueue(queue, ALICE, "p1");

    assertThat(ids(result(waiting).leases())).containsExactly(job);
  }

  @Test
  void aWaitEndsWithItsTime() {
    JobQueue queue = queue();

    assertThat(queue.exchange(WORKER, List.of(), 1, Duration.ofMillis(50)).leases()).isEmpty();
    assertThat(queue.exchange(WORKER, List.of(), 1, Duration.ofSeconds(-1)).leases()).isEmpty();
  }

  @Test
  void aWaitEndsWithTheQueue() throws Exception {
    JobQueue queue = queue();
    Future<Exchange> waiting = start(() -> queue.exchange(WORKER, List.of(), 1, LONG));

    queue.close();

    assertThat(result(waiting).leases()).isEmpty();
  }

  @Test
  void aWaitEndsWhenTheQueueGoesOn() throws Exception {
    JobQueue queue = queue();
    queue.pause();
    enqueue(queue, ALICE, "p1");
    Future<Exchange> waiting = start(() -> queue.exchange(WORKER, List.of(), 1, LONG));

    queue.resume();

    assertThat(result(waiting).leases()).hasSize(1);
  }

  @Test
  void whatIsDoneIsSettledBeforeTheWait() throws Exception {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    JobLease lease = claimOne(queue);

    Future<Exchange> waiting =
        start(() -> queue.exchange(WORKER, List.of(new Settlement(lease, DONE)), 1, LONG));

    assertThat(queue.await(job, PATIENCE).map(JobStatus::state)).contains(JobState.SUCCEEDED);
    queue.close();
    assertThat(result(waiting).refused()).isEmpty();
  }

  @Test
  void anotherRunsEndLetsAWaitingWorkerGoOn() throws Exception {
    JobQueue queue = queue(SETTINGS.withUserLimit(1));
    enqueue(queue, ALICE, "p1");
    JobId second = enqueue(queue, ALICE, "p2");
    JobLease first = claimOne(queue);
    Future<Exchange> waiting = start(() -> queue.exchange(WORKER, List.of(), 1, LONG));

    settle(queue, first, DONE);

    assertThat(ids(result(waiting).leases())).containsExactly(second);
  }

  @Test
  void interruptionEndsAWaitAndTakesNothing() throws Exception {
    JobQueue queue = queue();
    CountDownLatch ended = new CountDownLatch(1);
    List<Object> seen = new ArrayList<>();
    Thread worker =
        new Thread(
            () -> {
              try {
                seen.add(queue.exchange(WORKER, List.of(), 1, LONG));
              } catch (SyncInterruptedException e) {
                seen.add(Thread.currentThread().isInterrupted());
              } catch (RuntimeException e) {
                seen.add(e);
              }
              ended.countDown();
            });
    worker.start();
    while (!waits(worker)) {
      Thread.onSpinWait();
    }

    worker.interrupt();

    assertThat(ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(seen).containsExactly(true);
    JobId job = enqueue(queue, ALICE, "p1");
    assertThat(claimOne(queue).job()).isEqualTo(job);
  }

  @Test
  void anInterruptedThreadTakesNothing() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> queue.exchange(WORKER, List.of(), 1, LONG))
        .isInstanceOf(SyncInterruptedException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(state(queue, job)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void theEndOfAJobCanBeAwaited() throws Exception {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    Future<Optional<JobStatus>> waiting = start(() -> queue.await(job, LONG));

    settle(queue, claimOne(queue), new JobOutcome.Failed("it broke", null));

    assertThat(result(waiting).map(JobStatus::state)).contains(JobState.FAILED);
    assertThat(queue.await(job, LONG).map(JobStatus::error)).contains("it broke");
  }

  @Test
  void awaitingIsBounded() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");

    assertThat(queue.await(job, Duration.ofMillis(50)).map(JobStatus::state))
        .contains(JobState.QUEUED);
    assertThat(queue.await(job, Duration.ZERO)).isPresent();
    assertThat(queue.await(JobId.random(), LONG)).isEmpty();
  }

  @Test
  void theEndOfAJobCanBeAwaitedWithoutAThread() throws Exception {
    JobQueue queue = queue();
    JobId first = enqueue(queue, ALICE, "p1");
    JobId second = enqueue(queue, BOB, "p2");
    CompletableFuture<Optional<JobStatus>> waiting = queue.awaitAsync(first, LONG);
    CompletableFuture<Optional<JobStatus>> canceled = queue.awaitAsync(first, LONG);
    CompletableFuture<Optional<JobStatus>> other = queue.awaitAsync(second, LONG);

    assertThat(canceled.cancel(false)).isTrue();
    settle(queue, claimOne(queue), new JobOutcome.Failed("it broke", null));

    assertThat(result(waiting).map(JobStatus::state)).contains(JobState.FAILED);
    assertThat(result(waiting).map(JobStatus::error)).contains("it broke");
    assertThat(result(queue.awaitAsync(first, LONG)).map(JobStatus::state))
        .contains(JobState.FAILED);
    assertThat(other).isNotDone();
    settle(queue, claimOne(queue), DONE);
    assertThat(result(other).map(JobStatus::state)).contains(JobState.SUCCEEDED);
  }

  @Test
  void awaitingWithoutAThreadIsBounded() throws Exception {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");

    assertThat(result(queue.awaitAsync(job, Duration.ofMillis(50))).map(JobStatus::state))
        .contains(JobState.QUEUED);
    assertThat(result(queue.awaitAsync(job, Duration.ZERO))).isPresent();
    assertThat(result(queue.awaitAsync(JobId.random(), LONG))).isEmpty();
  }

  @Test
  void awaitingWithoutAThreadEndsWithTheQueue() throws Exception {
    JobQueue queue = queue();
    CompletableFuture<Optional<JobStatus>> waiting =
        queue.awaitAsync(enqueue(queue, ALICE, "p1"), LONG);

    queue.close();

    assertThat(result(waiting).map(JobStatus::state)).contains(JobState.QUEUED);
  }

  @Test
  void eventsCanBeWaitedFor() throws Exception {
    JobQueue queue = queue();
    String from = queue.events(null, LONG).next();
    Future<JobEvents> waiting = start(() -> queue.events(from, LONG));

    JobId job = enqueue(queue, ALICE, "p1");

    assertThat(result(waiting).events()).extracting(event -> event.job()).containsExactly(job);
    String next = result(waiting).next();
    assertThat(queue.events(next, Duration.ofMillis(20)).events()).isEmpty();
  }

  @Test
  void everyJobIsDoneOnceHoweverManyWorkersThereAre() throws Exception {
    JobQueue queue = queue(SETTINGS.withUserLimit(3));
    List<JobId> jobs =
        queue.enqueueAll(
            IntStream.range(0, 400)
                .mapToObj(i -> playlist(i % 3 == 0 ? ALICE : i % 3 == 1 ? BOB : CAROL, i))
                .toList(),
            Priority.NORMAL);
    Set<JobId> done = ConcurrentHashMap.newKeySet();
    List<JobId> twice = new ArrayList<>();
    CountDownLatch left = new CountDownLatch(jobs.size());

    List<Future<?>> workers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      workers.add(
          threads.submit(
              () -> {
                List<Settlement> settlements = List.of();
                while (left.getCount() > 0) {
                  Exchange exchange =
                      queue.exchange(WORKER, settlements, 1, Duration.ofMillis(200));
                  settlements =
                      exchange.leases().stream().map(l -> new Settlement(l, DONE)).toList();
                  for (JobLease lease : exchange.leases()) {
                    if (!done.add(lease.job())) {
                      twice.add(lease.job());
                    }
                    left.countDown();
                  }
                }
                queue.exchange(WORKER, settlements, 0, Duration.ZERO);
              }));
    }

    assertThat(left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    for (Future<?> worker : workers) {
      worker.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(twice).isEmpty();
    assertThat(done).containsExactlyInAnyOrderElementsOf(jobs);
    assertThat(queue.counts().in(JobState.SUCCEEDED)).isEqualTo(jobs.size());
    assertThat(queue.counts().live()).isZero();
  }

  /** Starts a call, and returns when its thread waits for something. */
  private <T> Future<T> start(Callable<T> call) {
    AtomicReference<Thread> caller = new AtomicReference<>();
    Future<T> future =
        threads.submit(
            () -> {
              caller.set(Thread.currentThread());
              return call.call();
            });
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!future.isDone() && !waits(caller.get())) {
      assertThat(System.nanoTime()).as("the call is to wait").isLessThan(deadline);
      Thread.onSpinWait();
    }
    return future;
  }

  private static boolean waits(Thread thread) {
    return thread != null
        && Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(thread.getState());
  }

  private static <T> T result(Future<T> future) throws Exception {
    return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
