package io.github.playlistsync.settings;

import java.time.Duration;
import java.util.Objects;

/**
 * How workers treat jobs. Start from {@link #defaults()}; each {@code with…} returns a changed
 * copy.
 */
public final class WorkerSettings {
  private static final int MAX_ATTEMPTS = 100;
  private static final Duration MAX_GRACE = Duration.ofMinutes(10);
  private static final WorkerSettings DEFAULTS =
      new WorkerSettings(6, Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(10));

  private final int attempts;
  private final Duration firstDelay;
  private final Duration maxDelay;
  private final Duration closeGrace;

  private WorkerSettings(
      int attempts, Duration firstDelay, Duration maxDelay, Duration closeGrace) {
    this.attempts = attempts;
    this.firstDelay = Objects.requireNonNull(firstDelay, "firstDelay");
    this.maxDelay = Objects.requireNonNull(maxDelay, "maxDelay");
    this.closeGrace = Objects.requireNonNull(closeGrace, "closeGrace");
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

  /** Returns 6 attempts with delays of 5 seconds to 10 minutes, and a close grace of 10 seconds. */
  public static WorkerSettings defaults() {
    return DEFAULTS;
  }

  /** How often a job that fails for a passing reason is attempted in all. */
  public int attempts() {
    return attempts;
  }

  /**
   * The delay before the second attempt. Each further delay is twice the one before. A random part
   * is taken off each.
   */
  public Duration firstDelay() {
    return firstDelay;
  }

  /** The longest delay before an attempt. */
  public Duration maxDelay() {
    return maxDelay;
  }

  /**
   * How long {@link io.github.playlistsync.SyncEngine#close()} lets running jobs finish before it
   * hands them back to the queue.
   */
  public Duration closeGrace() {
    return closeGrace;
  }

  /** Returns the delay after an attempt, before the random part is taken off. */
  public Duration delayAfter(int attempt) {
    int doublings = Math.min(attempt - 1, 30);
    Duration delay = firstDelay.multipliedBy(1L << doublings);
    return delay.compareTo(maxDelay) > 0 ? maxDelay : delay;
  }

  /**
   * Attempts a failing job another number of times.
   *
   * @param number 1 to 100
   * @throws IllegalArgumentException if {@code number} is out of range
   */
  public WorkerSettings withAttempts(int number) {
    return new WorkerSettings(number, firstDelay, maxDelay, closeGrace);
  }

  /**
   * Waits for other times between attempts.
   *
   * @param first above 0
   * @param longest at least {@code first}
   * @throws IllegalArgumentException if a delay is out of range
   */
  public WorkerSettings withDelays(Duration first, Duration longest) {
    return new WorkerSettings(attempts, first, longest, closeGrace);
  }

  /**
   * Lets running jobs finish within another time.
   *
   * @param duration 0 to 10 minutes
   * @throws IllegalArgumentException if {@code duration} is out of range
   */
  public WorkerSettings withCloseGrace(Duration duration) {
    return new WorkerSettings(attempts, firstDelay, maxDelay, duration);
  }
}
