package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.error.SyncInterruptedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Sleeps. Injected together with the {@link Clock}, so that a test moves time by hand. */
@FunctionalInterface
public interface Sleeper {

  /**
   * Sleeps for a time.
   *
   * @throws InterruptedException if the thread is interrupted before or meanwhile
   */
  void sleep(Duration duration) throws InterruptedException;

  /** Returns one that lets the thread sleep. */
  static Sleeper system() {
    return duration -> Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
  }

  /**
   * Waits for a length of time on behalf of a call, whatever the clock does meanwhile: announces
   * the wait before and after, and gives up as soon as the call is canceled. Returns at once,
   * unannounced, if {@code length} is not positive.
   *
   * @param clock says until when, for the announcement
   * @param reason what is waited for, in a few words
   * @throws SyncInterruptedException if the call is canceled or the thread interrupted, whose
   *     interrupt status is then set
   */
  default void pause(CallContext call, Clock clock, Duration length, String reason) {
    Duration longestSlice = Duration.ofMillis(200);
    Duration left = length;
    if (left.isNegative() || left.isZero()) {
      return;
    }
    Instant until = clock.instant().plus(length);
    call.waiting(until, reason);
    try {
      while (!left.isNegative() && !left.isZero()) {
        call.checkCanceled();
        sleep(left.compareTo(longestSlice) < 0 ? left : longestSlice);
        left = left.minus(longestSlice);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while waiting: " + reason, e);
    } finally {
      call.waited(until, reason);
    }
    call.checkCanceled();
  }

  /**
   * Waits on behalf of a call. Reports the wait to the call, and gives up as soon as the call is
   * canceled. Returns at once, without a report, if the time is not in the future.
   *
   * @param until when the wait ends, by {@code clock}
   * @param reason what the call waits for, in a few words
   * @throws SyncInterruptedException if the call is canceled or the thread interrupted; in the
   *     latter case its interrupt status is set
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
        Duration slice = shorter(left, longestSlice);
        sleep(slice);
        // A clock that is set back meanwhile does not prolong the wait.
        left = shorter(left.minus(slice), Duration.between(clock.instant(), until));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while waiting: " + reason, e);
    } finally {
      call.waited(until, reason);
    }
    call.checkCanceled();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
