package io.github.playlistsync;

import io.github.playlistsync.error.SyncInterruptedException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets somebody outside a run end it, and see what it waits for. One for each run; every method may
 * be called from any thread.
 */
final class RunControl {
  /** What is waited for, until when. */
  record Wait(Instant until, String reason) {}

  private final AtomicReference<@Nullable String> cancelled = new AtomicReference<>();
  private volatile @Nullable Wait wait;

  /** Ends the run at its next step; the first reason given stands. */
  void cancel(String reason) {
    cancelled.compareAndSet(null, Objects.requireNonNull(reason, "reason"));
  }

  @Nullable String cancelReason() {
    return cancelled.get();
  }

  void waiting(Instant until, String reason) {
    wait = new Wait(until, reason);
  }

  /** The last wait that was announced; its time may have passed. */
  @Nullable Wait lastWait() {
    return wait;
  }

  /**
   * Ends the caller's work if it shall end.
   *
   * @throws SyncInterruptedException if the run was cancelled, or the thread is interrupted; its
   *     status stays set
   */
  void check() {
    String reason = cancelled.get();
    if (reason != null) {
      throw new SyncInterruptedException("the run was cancelled: " + reason);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new SyncInterruptedException("the run's thread was interrupted");
    }
  }
}
