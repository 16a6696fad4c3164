package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.error.SyncInterruptedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How the library waits for a time to come. Injected beside the {@link Clock}, so that a test moves
 * time by hand.
 */
@FunctionalInterface
public interface Sleeper {

  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is interrupted before or meanwhile
   */
  void sleep(Duration duration) throws InterruptedException;

  /** The one that lets the thread sleep. */
  static Sleeper system() {
    return duration -> Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
  }

  /**
   * Waits on behalf of a call: tells it before and after, and gives up as soon as the call is
   * canceled. Returns at once, telling nobody, if the time is not in the future.
   *
   * @param until when the wait ends, by {@code clock}
   * @param reason what is waited for, in a few words
   * @throws SyncInterruptedException if the call is canceled or the thread interrupted, whose
   *     interrupt status is then set
   */
  default void waitUntil(CallContext call, Clock clock, Instant until, String reason) {
    Duration longestSlice = Duration.ofMillis(200);
    Duration left = Duration.between(clock.instant(), until);
    if (left.isNegative() || left.isZero()) {
      return;
    }
    call.waiting(until, reason);
    try {
      while (!left.isNegative() && !left.isZero()) {
        call.checkCanceled();
        sleep(left.compareTo(longestSlice) < 0 ? left : longestSlice);
        left = Duration.between(clock.instant(), until);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while waiting: " + reason, e);
    } finally {
      call.waited(until, reason);
    }
    call.checkCanceled();
  }
}
