package io.github.playlistsync.internal.jobs;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.run.Deadline;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.InFlight;
import io.github.playlistsync.internal.run.RunControl;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one process. Each takes a job, runs it, and settles it with the call that takes
 * the next. What a job throws ends only that job. One more thread renews their leases, and replaces
 * a worker whose run takes too long and cannot be ended.
 */
public final class Workers {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);
  private static final Duration CLAIM_WAIT = Duration.ofSeconds(5);
  private static final Duration REST = Duration.ofMillis(500);
  private static final Duration FIRST_QUEUE_DELAY = Duration.ofMillis(100);
  private static final Duration MAX_QUEUE_DELAY = Duration.ofSeconds(5);

  /** After so many tries, a stopping worker leaves its job to the end of the lease. */
  private static final int LAST_SETTLING_TRIES = 5;

  private final JobQueue queue;
  private final JobRunner runner;
  private final WorkerSettings settings;
  private final Executor ownExecutor;
  private final String name;
  private final LeaseKeeper held;
  private final AtomicInteger number = new AtomicInteger();

  /** The workers that have begun. Nobody waits for those that an executor drops or never begins. */
  private final InFlight<Worker> alive = new InFlight<>();

  // Guarded by this.
  private boolean keepingLeases;

  public Workers(
      JobQueue queue,
      EngineParts parts,
      WorkerSettings settings,
      RandomGenerator random,
      Executor ownExecutor) {
    this.queue = queue;
    this.runner = new JobRunner(parts, queue, settings, random);
    this.settings = settings;
    this.ownExecutor = ownExecutor;
    this.held = new LeaseKeeper(queue, settings.maxRun());
    // In containers, the numbers of processes repeat.
    this.name = ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Starts workers on the engine's own threads. */
  public void start(int count) {
    start(count, ownExecutor);
  }

  /** Starts workers; the first call also starts the thread that renews their leases. */
  public void start(int count, Executor executor) {
    synchronized (this) {
      if (!keepingLeases) {
        ownExecutor.execute(held::keep);
        keepingLeases = true;
      }
    }
    // Not under the lock: an executor may work in this thread, until the workers are stopped.
    for (int i = 0; i < count; i++) {
      executor.execute(new Worker(List.of()));
    }
  }

  /** How many workers there are now. */
  public int count() {
    return alive.all().size();
  }

  /** Takes one job after the other until the workers are stopped or it is replaced. */
  private final class Worker implements Runnable {
    private final String id = name + "-" + number.incrementAndGet();
    private List<Settlement> done;
    private Duration delay = FIRST_QUEUE_DELAY;
    private volatile boolean replaced;
    private volatile @Nullable Thread thread;

    // Guarded by this.
    private boolean waiting;

    Worker(List<Settlement> done) {
      this.done = done;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      boolean goesOn = alive.begin(this);
      try {
        while (goesOn && !alive.isClosed() && !replaced) {
          goesOn = takeOne();
        }
        settleAtLast();
      } finally {
        alive.end(this);
        closeIfOver();
      }
    }

    /** Settles the last job and runs the next; returns whether to go on. */
    private boolean takeOne() {
      try {
        boolean pauses = !runner.pause().isZero();
        if (pauses && done.isEmpty()) {
          rest();
          return true;
        }
        Exchange exchange = exchange(pauses ? 0 : 1);
        done = List.of();
        delay = FIRST_QUEUE_DELAY;
        exchange.refused().forEach(lease -> log.warn("Lost the lease of job {}", lease.job()));
        for (JobLease lease : exchange.leases()) {
          done = run(lease);
        }
        return true;
      } catch (SyncInterruptedException interrupted) {
        // Stopping interrupts the wait for jobs; whoever else does so asks for the same.
        return false;
      } catch (QueueUnavailableException away) {
        log.warn("Worker {}: {}; trying again in {}", id, away.getMessage(), delay);
      } catch (Throwable bug) {
        log.error("Worker {} failed and goes on", id, bug);
      }
      pause(delay);
      delay = delay.multipliedBy(2);
      delay = delay.compareTo(MAX_QUEUE_DELAY) > 0 ? MAX_QUEUE_DELAY : delay;
      return true;
    }

    private Exchange exchange(int want) {
      beginWaiting();
      try {
        return queue.exchange(id, done, want, want == 0 ? Duration.ZERO : CLAIM_WAIT);
      } finally {
        endWaiting();
      }
    }

    /** Leaves jobs in the queue while none may begin. */
    private void rest() {
      beginWaiting();
      try {
        pause(REST);
      } finally {
        endWaiting();
      }
    }

    private synchronized void beginWaiting() {
      if (alive.isClosed()) {
        throw new SyncInterruptedException("the workers are being stopped");
      }
      waiting = true;
    }

    private synchronized void endWaiting() {
      waiting = false;
    }

    /** Ends the wait for a job, or for jobs to begin again. */
    synchronized void wake() {
      Thread waits = thread;
      if (waiting && waits != null) {
        waits.interrupt();
      }
    }

    private List<Settlement> run(JobLease lease) {
      LeaseKeeper.Running job = held.begin(lease, this::replace);
      RunControl control = job.control();
      JobOutcome outcome = null;
      try {
        if (alive.isClosed()) {
          control.stop(RunControl.Stop.CLOSING);
        }
        outcome = runner.run(lease, control);
      } finally {
        boolean stillHeld = held.end(job);
        // An interruption was meant for the run; the worker outlives it.
        Thread.interrupted();
        outcome = stillHeld ? outcome : null;
      }
      return outcome == null
          ? List.of()
          : List.of(new Settlement(lease, outcome, control.progress()));
    }

    /** Leaves this worker to its run; another one hands back the job and goes on. */
    private void replace(LeaseKeeper.Running job) {
      replaced = true;
      Settlement handedBack =
          new Settlement(job.lease(), runner.tookTooLong(job.lease()), job.control().progress());
      alive.end(this);
      ownExecutor.execute(new Worker(List.of(handedBack)));
    }

    private void settleAtLast() {
      Thread.interrupted();
      for (int attempt = 1; !done.isEmpty() && attempt <= LAST_SETTLING_TRIES; attempt++) {
        try {
          queue.exchange(id, done, 0, Duration.ZERO);
          return;
        } catch (QueueUnavailableException away) {
          log.warn("Worker {}: {}", id, away.getMessage());
          pause(FIRST_QUEUE_DELAY.multipliedBy(attempt));
        } catch (RuntimeException closed) {
          log.warn("Worker {} could not settle its last job: {}", id, closed.toString());
          return;
        }
      }
    }

    @Override
    public String toString() {
      Thread begun = thread;
      return begun == null ? id : id + " (thread " + begun.getName() + ")";
    }
  }

  private static void pause(Duration duration) {
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Takes no more jobs, and gives the running ones the grace to finish. Then hands them back, and
   * interrupts those that have not ended halfway to the deadline.
   */
  public void stop(Deadline deadline) {
    alive.close();
    alive.all().forEach(Worker::wake);
    held.awaitNone(deadline.atMostAfter(settings.closeGrace()));
    held.stopAll(RunControl.Stop.CLOSING);
    if (!alive.awaitNone(deadline.atMostAfter(deadline.left().dividedBy(2)))) {
      held.interruptAll();
      if (!alive.awaitNone(deadline)) {
        log.warn("These workers did not stop in time: {}", alive.all());
      }
    }
    closeIfOver();
  }

  private void closeIfOver() {
    if (alive.isClosed() && alive.all().isEmpty()) {
      held.close();
    }
  }
}
