package io.github.playlistsync.settings;

import io.github.playlistsync.SyncEngine;
import java.time.Duration;
import java.util.Objects;

/**
 * How workers treat jobs.
 *
 * @param attempts how often a job that fails for a passing reason is tried at the most, 1 to 100
 * @param firstDelay how long the second attempt waits, above 0; each further one waits twice as
 *     long as the one before, and a random part less
 * @param maxDelay how long an attempt waits at the most, at least {@code firstDelay}
 * @param closeGrace how long {@link SyncEngine#close()} lets running jobs finish before it hands
 *     them back, 0 to 10 minutes
 */
public record WorkerSettings(
    int attempts, Duration firstDelay, Duration maxDelay, Duration closeGrace) {
  private static final int MAX_ATTEMPTS = 100;
  private static final Duration MAX_GRACE = Duration.ofMinutes(10);

  /**
   * Checks the numbers.
   *
   * @throws NullPointerException if a duration is null
   * @throws IllegalArgumentException if a number is out of its range
   */
  public WorkerSettings {
    Objects.requireNonNull(firstDelay, "firstDelay");
    Objects.requireNonNull(maxDelay, "maxDelay");
    Objects.requireNonNull(closeGrace, "closeGrace");
    if (attempts < 1 || attempts > MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "attempts is " + attempts + "; expected 1 to " + MAX_ATTEMPTS);
    }
    if (firstDelay.isNegative() || firstDelay.isZero() || maxDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "firstDelay is %s and maxDelay %s; expected more than 0 and at least firstDelay"
              .formatted(firstDelay, maxDelay));
    }
    if (closeGrace.isNegative() || closeGrace.compareTo(MAX_GRACE) > 0) {
      throw new IllegalArgumentException(
          "closeGrace is " + closeGrace + "; expected 0 to " + MAX_GRACE);
    }
  }

  /** 6 attempts, 5 seconds to 10 minutes apart; 10 seconds of grace. */
  public static WorkerSettings defaults() {
    return new WorkerSettings(
        6, Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(10));
  }

  /** The wait before an attempt is followed by the next, before the random part. */
  public Duration delayAfter(int attempt) {
    int doublings = Math.min(attempt - 1, 30);
    Duration delay = firstDelay.multipliedBy(1L << doublings);
    return delay.compareTo(maxDelay) > 0 ? maxDelay : delay;
  }
}
