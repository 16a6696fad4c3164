package io.github.playlistsync.internal.jobs;

import io.github.playlistsync.internal.run.Deadline;
import io.github.playlistsync.internal.run.InFlight;
import io.github.playlistsync.internal.run.RunControl;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs that run in this process. One thread renews all leases at every third of a lease, sooner
 * again if the queue did not answer, and passes on what it answers. A change in a run's progress or
 * wait is reported within a second. It also ends runs that take too long.
 */
final class LeaseKeeper {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final long BEATS_APART_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final JobQueue queue;
  private final Duration maxRun;
  private final InFlight<Running> running = new InFlight<>();

  // Guarded by this.
  private boolean changed;
  private boolean closed;

  LeaseKeeper(JobQueue queue, Duration maxRun) {
    this.queue = queue;
    this.maxRun = maxRun;
  }

  /** A job that runs here. Its lease ends unless it is renewed. */
  final class Running {
    private final JobLease lease;
    private final Consumer<Running> replaceWorker;
    private final Thread thread = Thread.currentThread();
    private final Deadline end = Deadline.after(maxRun);
    private final RunControl control =
        new RunControl(this::leaseIsOver, this::atPage, LeaseKeeper.this::changed);
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long validUntilNanos = System.nanoTime() + leaseNanos();
    private volatile @Nullable Heartbeat reported;

    // Guarded by this.
    private boolean over;
    private boolean interrupted;

    Running(JobLease lease, Consumer<Running> replaceWorker) {
      this.lease = lease;
      this.replaceWorker = replaceWorker;
    }

    JobLease lease() {
      return lease;
    }

    RunControl control() {
      return control;
    }

    /** Interrupts the run; returns false if it had been interrupted already. */
    synchronized boolean interrupt() {
      boolean first = !interrupted;
      interrupted = true;
      if (!over) {
        thread.interrupt();
      }
      return first;
    }

    /** Prevents later interrupts. */
    synchronized void over() {
      over = true;
    }

    /** Interrupts a run that takes too long; gives up one that does not react to that. */
    void endIfTooLong() {
      if (!end.isOver()) {
        return;
      }
      control.stop(RunControl.Stop.TOOK_TOO_LONG);
      if (interrupt()) {
        log.warn("Job {} has run for {}: interrupting its thread {}", lease.job(), maxRun, at());
      } else if (running.end(this)) {
        log.warn("Job {} goes back to the queue without its thread {}", lease.job(), at());
        replaceWorker.accept(this);
      }
    }

    private String at() {
      StackTraceElement[] stack = thread.getStackTrace();
      return thread.getName() + (stack.length == 0 ? "" : ", which is at " + stack[0]);
    }

    /** Lets urgent work wait for at most one page of this job. */
    void atPage() {
      if (lease.priority() == Priority.LOW && asking.compareAndSet(false, true)) {
        try {
          renew(List.of(this));
        } finally {
          asking.set(false);
        }
      }
    }

    boolean leaseIsOver() {
      return System.nanoTime() - validUntilNanos > 0;
    }

    boolean isReported() {
      return reported == null ? isNew() : reported.equals(now());
    }

    private boolean isNew() {
      return control.waiting() == null && control.progress().equals(Progress.NONE);
    }

    Heartbeat beat() {
      Heartbeat now = now();
      reported = now;
      return now;
    }

    private Heartbeat now() {
      return new Heartbeat(lease, control.progress(), control.waiting());
    }

    void obey(Directive directive, long askedAtNanos) {
      if (directive != Directive.LEASE_LOST) {
        validUntilNanos = askedAtNanos + leaseNanos();
      }
      switch (directive) {
        case GO_ON -> {}
        case YIELD -> control.stop(RunControl.Stop.YIELDED);
        case CANCEL -> control.stop(RunControl.Stop.CANCELED);
        case LEASE_LOST -> control.stop(RunControl.Stop.LEASE_LOST);
      }
    }
  }

  private long leaseNanos() {
    return queue.settings().lease().toNanos();
  }

  /**
   * Holds a job, which this thread runs, from now on.
   *
   * @param replaceWorker called if the run takes too long and cannot be ended; by then the job is
   *     no longer held
   */
  Running begin(JobLease lease, Consumer<Running> replaceWorker) {
    Running job = new Running(lease, replaceWorker);
    running.begin(job);
    return job;
  }

  /** Releases a job; returns false if it was no longer held. */
  boolean end(Running job) {
    job.over();
    return running.end(job);
  }

  /** Stops all runs at their next steps. */
  void stopAll(RunControl.Stop reason) {
    running.all().forEach(job -> job.control.stop(reason));
  }

  /** Interrupts all runs. */
  void interruptAll() {
    running.all().forEach(Running::interrupt);
  }

  /** Waits until no job runs here. */
  void awaitNone(Deadline deadline) {
    running.awaitNone(deadline);
  }

  /** Renews leases until {@link #close}, or until the thread is interrupted. */
  void keep() {
    long third = leaseNanos() / 3;
    long next = System.nanoTime() + third;
    long earliest = System.nanoTime();
    while (awaitBeat(next, earliest)) {
      boolean all = System.nanoTime() - next >= 0;
      synchronized (this) {
        changed = false;
      }
      if (all) {
        next = System.nanoTime() + third;
        running.all().forEach(this::endIfTooLong);
      }
      List<Running> held = running.all().stream().filter(job -> all || !job.isReported()).toList();
      earliest = System.nanoTime() + BEATS_APART_NANOS;
      if (!held.isEmpty() && !renew(held)) {
        next = Math.min(next, System.nanoTime() + third / 4);
        earliest = next;
      }
    }
  }

  private void endIfTooLong(Running job) {
    try {
      job.endIfTooLong();
    } catch (Throwable bug) {
      log.error("Job {} takes too long and was not ended", job.lease.job(), bug);
    }
  }

  /** Waits until the next heartbeat is due; returns false if the thread must end instead. */
  private synchronized boolean awaitBeat(long next, long earliest) {
    boolean uninterrupted = true;
    while (!closed && uninterrupted) {
      boolean early = changed && earliest - next < 0;
      long due = early ? earliest : next;
      if (System.nanoTime() - due >= 0) {
        return true;
      }
      uninterrupted = pause(due);
    }
    return false;
  }

  /** Waits for a change or the deadline; returns false if the thread is interrupted. */
  private synchronized boolean pause(long deadline) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized void changed() {
    changed = true;
    notifyAll();
  }

  /** Renews these leases; returns whether the queue answered. */
  private boolean renew(List<Running> held) {
    List<Heartbeat> beats = new ArrayList<>();
    held.forEach(job -> beats.add(job.beat()));
    long askedAt = System.nanoTime();
    List<Directive> directives;
    try {
      directives = queue.heartbeat(beats);
    } catch (Throwable away) {
      log.warn("The leases of {} jobs could not be renewed: {}", beats.size(), away.toString());
      return false;
    }
    for (int i = 0; i < held.size(); i++) {
      held.get(i).obey(directives.get(i), askedAt);
    }
    return true;
  }

  /** Ends {@link #keep}. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
