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
  private static final Duration MAX_RUN = Duration.ofDays(7);
  private static final Duration MAX_SCHEDULE_CHECK = Duration.ofDays(1);
  private static final WorkerSettings DEFAULTS =
      new WorkerSettings(
          6,
          Duration.ofSeconds(5),
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(25),
          Duration.ofHours(1),
          Duration.ofMinutes(5));

  private final int attempts;
  private final Duration firstDelay;
  private final Duration maxDelay;
  private final Duration closeGrace;
  private final Duration closeLimit;
  private final Duration maxRun;
  private final Duration scheduleCheck;

  private WorkerSettings(
      int attempts,
      Duration firstDelay,
      Duration maxDelay,
      Duration closeGrace,
      Duration closeLimit,
      Duration maxRun,
      Duration scheduleCheck) {
    this.attempts = attempts;
    this.firstDelay = Objects.requireNonNull(firstDelay, "firstDelay");
    this.maxDelay = Objects.requireNonNull(maxDelay, "maxDelay");
    this.closeGrace = Objects.requireNonNull(closeGrace, "closeGrace");
    this.closeLimit = Objects.requireNonNull(closeLimit, "closeLimit");
    this.maxRun = Objects.requireNonNull(maxRun, "maxRun");
    this.scheduleCheck = Objects.requireNonNull(scheduleCheck, "scheduleCheck");
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
    requireAboveZero(closeLimit, MAX_GRACE, "closeLimit");
    requireAboveZero(maxRun, MAX_RUN, "maxRun");
    requireAboveZero(scheduleCheck, MAX_SCHEDULE_CHECK, "scheduleCheck");
  }

  private static void requireAboveZero(Duration value, Duration longest, String name) {
    if (value.isNegative() || value.isZero() || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          name + " is " + value + "; expected more than 0, at most " + longest);
    }
  }

  /**
   * Returns 6 attempts with delays of 5 seconds to 10 minutes, runs of at most an hour, a close
   * within 25 seconds, 10 of them grace, and a check of the schedules every 5 minutes.
   */
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

  /**
   * The longest that {@link io.github.playlistsync.SyncEngine#close()} takes in all, the grace
   * included. Kubernetes kills a process after 30 seconds.
   */
  public Duration closeLimit() {
    return closeLimit;
  }

  /**
   * The longest run of a job. A longer one is interrupted and counts as a failed attempt; if its
   * thread does not react, the log names it and another takes its place.
   */
  public Duration maxRun() {
    return maxRun;
  }

  /**
   * How often each process with workers compares the queue's schedules with those in the database,
   * one by one: after so long at the latest a queue that lost its data has them again.
   */
  public Duration scheduleCheck() {
    return scheduleCheck;
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
    return new WorkerSettings(
        number, firstDelay, maxDelay, closeGrace, closeLimit, maxRun, scheduleCheck);
  }

  /**
   * Waits for other times between attempts.
   *
   * @param first above 0
   * @param longest at least {@code first}
   * @throws IllegalArgumentException if a delay is out of range
   */
  public WorkerSettings withDelays(Duration first, Duration longest) {
    return new WorkerSettings(
        attempts, first, longest, closeGrace, closeLimit, maxRun, scheduleCheck);
  }

  /**
   * Lets running jobs finish within another time.
   *
   * @param duration 0 to 10 minutes
   * @throws IllegalArgumentException if {@code duration} is out of range
   */
  public WorkerSettings withCloseGrace(Duration duration) {
    return new WorkerSettings(
        attempts, firstDelay, maxDelay, duration, closeLimit, maxRun, scheduleCheck);
  }

  /**
   * Closes within another time.
   *
   * @param duration above 0, at most 10 minutes
   * @throws IllegalArgumentException if {@code duration} is out of range
   */
  public WorkerSettings withCloseLimit(Duration duration) {
    return new WorkerSettings(
        attempts, firstDelay, maxDelay, closeGrace, duration, maxRun, scheduleCheck);
  }

  /**
   * Lets a run take another time.
   *
   * @param duration above 0, at most 7 days
   * @throws IllegalArgumentException if {@code duration} is out of range
   */
  public WorkerSettings withMaxRun(Duration duration) {
    return new WorkerSettings(
        attempts, firstDelay, maxDelay, closeGrace, closeLimit, duration, scheduleCheck);
  }

  /**
   * Checks the schedules at other times.
   *
   * @param every above 0, at most a day
   * @throws IllegalArgumentException if {@code every} is out of range
   */
  public WorkerSettings withScheduleCheck(Duration every) {
    return new WorkerSettings(
        attempts, firstDelay, maxDelay, closeGrace, closeLimit, maxRun, every);
  }
}
