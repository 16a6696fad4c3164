package io.github.playlistsync.internal.jobs;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.run.RunControl;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one process. Each takes a job, runs it and settles it with the call that takes the
 * next. One more thread keeps the leases of what they run.
 */
public final class Workers {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);
  private static final Duration CLAIM_WAIT = Duration.ofSeconds(5);
  private static final Duration FIRST_QUEUE_DELAY = Duration.ofMillis(100);
  private static final Duration MAX_QUEUE_DELAY = Duration.ofSeconds(5);

  /** A worker that cannot settle gives up when the lease is over anyway. */
  private static final int LAST_SETTLING_TRIES = 5;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final JobQueue queue;
  private final JobRunner runner;
  private final String name;
  private final LeaseKeeper held;

  // Guarded by this.
  private final Set<Thread> waiting = new HashSet<>();
  private int workers;
  private boolean started;
  private boolean stopping;

  public Workers(JobQueue queue, JobRunner runner) {
    this.queue = queue;
    this.runner = runner;
    this.held = new LeaseKeeper(queue);
    this.name = ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
  }

  /** Starts {@code count} workers, and with the first the thread that renews their leases. */
  public void start(int count, Executor executor, Executor heartbeats) {
    synchronized (this) {
      if (!started) {
        started = true;
        heartbeats.execute(held::keep);
      }
      for (int i = 0; i < count; i++) {
        int number = ++workers;
        executor.execute(() -> work(name + "-" + number));
      }
    }
  }

  private void work(String worker) {
    List<Settlement> done = List.of();
    Duration delay = FIRST_QUEUE_DELAY;
    while (!isStopping()) {
      try {
        Exchange exchange = exchange(worker, done);
        done = List.of();
        delay = FIRST_QUEUE_DELAY;
        exchange.refused().forEach(lease -> log.warn("Lost the lease of job {}", lease.job()));
        for (JobLease lease : exchange.leases()) {
          done = run(lease);
        }
      } catch (QueueUnavailableException away) {
        log.warn("Worker {}: {}; trying again in {}", worker, away.getMessage(), delay);
        pause(delay);
        delay = delay.multipliedBy(2);
        delay = delay.compareTo(MAX_QUEUE_DELAY) > 0 ? MAX_QUEUE_DELAY : delay;
      } catch (SyncInterruptedException interrupted) {
        // Closing interrupts the wait for jobs; whoever else does so asks for the same.
        break;
      } catch (RuntimeException bug) {
        log.error("Worker {} failed and goes on", worker, bug);
        pause(delay);
      }
    }
    Thread.interrupted();
    settleAtLast(worker, done);
  }

  private Exchange exchange(String worker, List<Settlement> done) {
    Thread thread = Thread.currentThread();
    synchronized (this) {
      if (stopping) {
        throw new SyncInterruptedException("the workers are being stopped");
      }
      waiting.add(thread);
    }
    try {
      return queue.exchange(worker, done, 1, CLAIM_WAIT);
    } finally {
      synchronized (this) {
        waiting.remove(thread);
      }
    }
  }

  private List<Settlement> run(JobLease lease) {
    RunControl control = held.begin(lease);
    try {
      if (isStopping()) {
        control.stop(RunControl.Stop.CLOSING);
      }
      JobOutcome outcome = runner.run(lease, control);
      return outcome == null
          ? List.of()
          : List.of(new Settlement(lease, outcome, control.progress()));
    } finally {
      held.end(lease);
    }
  }

  private void settleAtLast(String worker, List<Settlement> done) {
    for (int attempt = 1; !done.isEmpty() && attempt <= LAST_SETTLING_TRIES; attempt++) {
      try {
        queue.exchange(worker, done, 0, Duration.ZERO);
        break;
      } catch (QueueUnavailableException away) {
        log.warn("Worker {}: {}", worker, away.getMessage());
        pause(FIRST_QUEUE_DELAY.multipliedBy(attempt));
      } catch (RuntimeException closed) {
        log.warn("Worker {} could not settle its last job: {}", worker, closed.toString());
        break;
      }
    }
    synchronized (this) {
      workers--;
      closeIfOver();
      notifyAll();
    }
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private void pause(Duration duration) {
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Takes no more jobs, lets the running ones finish for {@code grace}, then has them handed back.
   *
   * @param limit how long to wait for that, counted from the end of the grace
   */
  public void stop(Duration grace, Duration limit) {
    synchronized (this) {
      stopping = true;
      waiting.forEach(Thread::interrupt);
    }
    held.awaitNone(grace);
    held.stopAll(RunControl.Stop.CLOSING);
    synchronized (this) {
      awaitEnd(limit);
      if (workers > 0) {
        log.warn("{} workers did not stop within {}", workers, grace.plus(limit));
      }
      closeIfOver();
    }
  }

  private synchronized void closeIfOver() {
    if (stopping && workers == 0) {
      held.close();
    }
  }

  private synchronized void awaitEnd(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (workers > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
