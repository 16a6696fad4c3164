package io.github.playlistsync;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.spi.Directive;
import io.github.playlistsync.spi.Heartbeat;
import io.github.playlistsync.spi.JobLease;
import io.github.playlistsync.spi.JobQueue;
import io.github.playlistsync.spi.JobWork.Exchange;
import io.github.playlistsync.spi.JobWork.Settlement;
import io.github.playlistsync.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one process. Each takes a job, runs it and settles it with the call that takes the
 * next. One more thread tells the queue of all running jobs at every third of a lease, and passes
 * on what it answers.
 */
final class Workers {
  private static final Logger log = LoggerFactory.getLogger(SyncEngine.class);
  private static final Duration CLAIM_WAIT = Duration.ofSeconds(5);
  private static final Duration FIRST_QUEUE_DELAY = Duration.ofMillis(100);
  private static final Duration MAX_QUEUE_DELAY = Duration.ofSeconds(5);

  /** A worker that cannot settle gives up when the lease is over anyway. */
  private static final int LAST_SETTLING_TRIES = 5;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final JobQueue queue;
  private final JobRunner runner;
  private final String name;
  private final Map<JobLease, Running> running = new LinkedHashMap<>();
  private final Set<Thread> waiting = new HashSet<>();
  private int workers;
  private boolean stopping;

  Workers(JobQueue queue, JobRunner runner) {
    this.queue = queue;
    this.runner = runner;
    this.name = ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
  }

  /** A job that runs here. The lease is over unless it is renewed. */
  private final class Running {
    private final JobLease lease;
    private final RunControl control = new RunControl(this::leaseIsOver, this::atPage);
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long validUntilNanos = System.nanoTime() + leaseNanos();

    Running(JobLease lease) {
      this.lease = lease;
    }

    /** Urgent work shall wait for one page of this job at the most, not for its next heartbeat. */
    void atPage() {
      if (lease.priority() == Priority.LOW && asking.compareAndSet(false, true)) {
        try {
          renew(Map.of(lease, this));
        } finally {
          asking.set(false);
        }
      }
    }

    boolean leaseIsOver() {
      return System.nanoTime() - validUntilNanos > 0;
    }

    void renewed(long askedAtNanos) {
      validUntilNanos = askedAtNanos + leaseNanos();
    }
  }

  private long leaseNanos() {
    return queue.settings().lease().toNanos();
  }

  /** Starts {@code count} workers, and with the first the thread that renews their leases. */
  void start(int count, Executor executor, Executor heartbeats) {
    synchronized (running) {
      if (workers == 0) {
        heartbeats.execute(this::renew);
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
    synchronized (running) {
      if (stopping) {
        throw new SyncInterruptedException("the workers are being stopped");
      }
      waiting.add(thread);
    }
    try {
      return queue.exchange(worker, done, 1, CLAIM_WAIT);
    } finally {
      synchronized (running) {
        waiting.remove(thread);
      }
    }
  }

  private List<Settlement> run(JobLease lease) {
    Running job = new Running(lease);
    synchronized (running) {
      running.put(lease, job);
      if (stopping) {
        job.control.stop(RunControl.Stop.CLOSING);
      }
    }
    try {
      Outcome outcome = runner.run(lease, job.control);
      return outcome == null ? List.of() : List.of(new Settlement(lease, outcome));
    } finally {
      synchronized (running) {
        running.remove(lease);
        running.notifyAll();
      }
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
    synchronized (running) {
      workers--;
      running.notifyAll();
    }
  }

  private void renew() {
    Duration pause = queue.settings().lease().dividedBy(3);
    while (true) {
      Map<JobLease, Running> held;
      synchronized (running) {
        awaitUntil(() -> stopping && workers == 0, pause);
        if ((stopping && workers == 0) || Thread.currentThread().isInterrupted()) {
          return;
        }
        held = new LinkedHashMap<>(running);
      }
      if (!held.isEmpty()) {
        renew(held);
      }
    }
  }

  private void renew(Map<JobLease, Running> held) {
    List<Heartbeat> beats = new ArrayList<>();
    held.forEach((lease, job) -> beats.add(new Heartbeat(lease, job.control.progress())));
    long askedAt = System.nanoTime();
    List<Directive> directives;
    try {
      directives = queue.heartbeat(beats);
    } catch (RuntimeException away) {
      log.warn("The leases of {} jobs could not be renewed: {}", beats.size(), away.toString());
      return;
    }
    int i = 0;
    for (Running job : held.values()) {
      obey(directives.get(i++), job, askedAt);
    }
  }

  private static void obey(Directive directive, Running job, long askedAt) {
    switch (directive) {
      case GO_ON -> job.renewed(askedAt);
      case YIELD -> {
        job.renewed(askedAt);
        job.control.stop(RunControl.Stop.YIELDED);
      }
      case CANCEL -> {
        job.renewed(askedAt);
        job.control.stop(RunControl.Stop.CANCELLED);
      }
      case LEASE_LOST -> job.control.stop(RunControl.Stop.LEASE_LOST);
    }
  }

  private boolean isStopping() {
    synchronized (running) {
      return stopping;
    }
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
  void stop(Duration grace, Duration limit) {
    synchronized (running) {
      stopping = true;
      waiting.forEach(Thread::interrupt);
      awaitUntil(running::isEmpty, grace);
      running.values().forEach(job -> job.control.stop(RunControl.Stop.CLOSING));
      awaitUntil(() -> workers == 0, limit);
      if (workers > 0) {
        log.warn("{} workers did not stop within {}", workers, grace.plus(limit));
      }
      running.notifyAll();
    }
  }

  private void awaitUntil(java.util.function.BooleanSupplier reached, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!reached.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return;
      }
      try {
        running.wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
