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

/**
 * Lets somebody outside a run end it, and see how far it is. One for each run; every method may be
 * called from any thread.
 */
public final class RunControl {
  /** Why a run shall end before its work is done. */
  public enum Stop {
    CANCELED("somebody asked for its end"),
    YIELDED("it makes way for more urgent work"),
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

  /** A run that nobody leases. */
  public RunControl() {
    this(() -> false, () -> {}, () -> {});
  }

  /**
   * A run that must end when its lease does.
   *
   * @param leaseIsOver whether the lease ran out, by a clock that goes on while the process stands
   *     still
   * @param atPage called before each page is read, where stopping is cheap; may stop the run
   * @param changed called when its progress or what it waits for may have changed; must not block
   */
  public RunControl(BooleanSupplier leaseIsOver, Runnable atPage, Runnable changed) {
    this.leaseIsOver = leaseIsOver;
    this.atPage = atPage;
    this.changed = changed;
  }

  /** Ends the run at its next step; the first reason given stands. */
  public void stop(Stop reason) {
    stop.compareAndSet(null, reason);
  }

  /** Why the run shall end; null if it shall not. */
  public @Nullable Stop stopped() {
    return stop.get();
  }

  /** Tells how far the run is; numbers that fall, as when a read starts anew, are not shown. */
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

  /** Tells that the run did what it was to do. */
  public synchronized void finished(Progress.Unit unit) {
    long done = progress.unit() == unit ? progress.done() : 0;
    progress = new Progress(Progress.Phase.DONE, done, done, unit, null);
  }

  /** Tells that a thread of the run waits. */
  void waiting(Wait wait) {
    synchronized (this) {
      waits.add(wait);
    }
    changed.run();
  }

  /** Tells that such a wait is over. */
  void waited(Wait wait) {
    synchronized (this) {
      waits.remove(wait);
    }
    changed.run();
  }

  /** What the run waits for; the one that is over first, if its threads wait; null if none does. */
  public synchronized @Nullable Wait waiting() {
    return waits.stream().min(Comparator.comparing(Wait::until)).orElse(null);
  }

  /**
   * Ends the caller's work if it shall end, and asks first whether it shall make way.
   *
   * @throws SyncInterruptedException as {@link #check}
   */
  void checkBeforePage() {
    atPage.run();
    check();
  }

  /**
   * Ends the caller's work if it shall end.
   *
   * @throws SyncInterruptedException if the run was stopped, or the thread is interrupted; its
   *     status stays set
   */
  void check() {
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
