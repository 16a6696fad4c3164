package io.github.playlistsync.internal.run;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.Wait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Stops one run from outside, and shows how far it has come. Any thread may call any method. */
public final class RunControl {
  /** Why a run must stop early. */
  public enum Stop {
    CANCELED("somebody asked for its end"),
    YIELDED("it yields to more urgent work"),
    LEASE_LOST("its job belongs to somebody else now"),
    CLOSING("the engine is being closed"),
    TOOK_TOO_LONG("it took too long");

    private final String reason;

    Stop(String reason) {
      this.reason = reason;
    }
  }

  private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
  private final BooleanSupplier leaseIsOver;
  private final Runnable atPage;
  private final Runnable changed;

  // Guarded by this.
  private Progress progress = Progress.NONE;
  private final List<Wait> waits = new ArrayList<>();

  /** A run without a lease. */
  public RunControl() {
    this(() -> false, () -> {}, () -> {});
  }

  /**
   * A run that must stop when its lease ends.
   *
   * @param leaseIsOver whether the lease ran out, by a clock that goes on while the process is
   *     suspended
   * @param atPage called before each page is read, where stopping is cheap; may stop the run
   * @param changed called when its progress or its wait may have changed; must not block
   */
  public RunControl(BooleanSupplier leaseIsOver, Runnable atPage, Runnable changed) {
    this.leaseIsOver = leaseIsOver;
    this.atPage = atPage;
    this.changed = changed;
  }

  /** Stops the run at its next step; the first reason stands. */
  public void stop(Stop reason) {
    stop.compareAndSet(null, reason);
  }

  /** Why the run must stop; null if it need not. */
  public @Nullable Stop stopped() {
    return stop.get();
  }

  /** Sets how far the run has come; ignores numbers that fall, as when a read starts over. */
  void progress(Progress now) {
    synchronized (this) {
      boolean falls =
          now.phase() == progress.phase()
              && now.unit() == progress.unit()
              && now.done() < progress.done();
      if (falls) {
        return;
      }
      progress = now;
    }
    changed.run();
  }

  public synchronized Progress progress() {
    return progress;
  }

  /** Marks the run as done. */
  public synchronized void finished(Progress.Unit unit) {
    long done = progress.unit() == unit ? progress.done() : 0;
    progress = new Progress(Progress.Phase.DONE, done, done, unit, null);
  }

  /** Adds the wait of a thread of the run. */
  void waiting(Wait wait) {
    synchronized (this) {
      waits.add(wait);
    }
    changed.run();
  }

  /** Removes a wait that is over. */
  void waited(Wait wait) {
    synchronized (this) {
      waits.remove(wait);
    }
    changed.run();
  }

  /** The wait of the run that ends first; null if none of its threads waits. */
  public synchronized @Nullable Wait waiting() {
    return waits.stream().min(Comparator.comparing(Wait::until)).orElse(null);
  }

  /**
   * Stops the caller if the run must end; first checks whether it must yield.
   *
   * @throws SyncInterruptedException as {@link #check}
   */
  void checkBeforePage() {
    atPage.run();
    check();
  }

  /**
   * Stops the caller if the run must end.
   *
   * @throws SyncInterruptedException if the run was stopped, or the thread is interrupted; its
   *     status stays set
   */
  public void check() {
    if (leaseIsOver.getAsBoolean()) {
      stop(Stop.LEASE_LOST);
    }
    Stop reason = stop.get();
    if (reason != null) {
      throw new SyncInterruptedException("the run was stopped: " + reason.reason);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new SyncInterruptedException("the run's thread was interrupted");
    }
  }
}
