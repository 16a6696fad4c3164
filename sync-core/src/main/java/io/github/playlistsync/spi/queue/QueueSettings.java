package io.github.playlistsync.spi.queue;

import java.time.Duration;
import java.util.Objects;

/**
 * How a queue behaves. All processes that share a queue must use the same settings. Start from
 * {@link #defaults()}; each {@code with…} returns a changed copy.
 */
public final class QueueSettings {
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
  private static final QueueSettings DEFAULTS =
      new QueueSettings(
          Duration.ofSeconds(30),
          4,
          10,
          new Retention(10_000, Duration.ofDays(7)),
          new Retention(10_000, Duration.ofDays(30)),
          10_000);

  private final Duration lease;
  private final int userLimit;
  private final int leaseLosses;
  private final Retention ended;
  private final Retention failed;
  private final int events;

  private QueueSettings(
      Duration lease,
      int userLimit,
      int leaseLosses,
      Retention ended,
      Retention failed,
      int events) {
    this.lease = Objects.requireNonNull(lease, "lease");
    this.userLimit = requirePositive(userLimit, "userLimit");
    this.leaseLosses = requirePositive(leaseLosses, "leaseLosses");
    this.ended = Objects.requireNonNull(ended, "ended");
    this.failed = Objects.requireNonNull(failed, "failed");
    this.events = requirePositive(events, "events");
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException("lease is " + lease + "; expected 100 ms or more");
    }
  }

  /**
   * Returns leases of 30 seconds, 4 running jobs per user and 10 lost leases; keeps 10,000 ended
   * jobs for 7 days, 10,000 failed jobs for 30 days, and 10,000 events.
   */
  public static QueueSettings defaults() {
    return DEFAULTS;
  }

  /** How long a worker may stay silent before its job goes to another. */
  public Duration lease() {
    return lease;
  }

  /** How many jobs of one user may run at once. */
  public int userLimit() {
    return userLimit;
  }

  /** How many leases a job may lose before it fails: it may be the job that kills its workers. */
  public int leaseLosses() {
    return leaseLosses;
  }

  /** How long jobs that succeeded or were canceled are kept. */
  public Retention ended() {
    return ended;
  }

  /** How long failed jobs are kept. */
  public Retention failed() {
    return failed;
  }

  /** About how many events are kept. */
  public int events() {
    return events;
  }

  /**
   * Grants leases of another length.
   *
   * @param length 100 ms or more
   * @throws IllegalArgumentException if {@code length} is under 100 ms
   */
  public QueueSettings withLease(Duration length) {
    return new QueueSettings(length, userLimit, leaseLosses, ended, failed, events);
  }

  /**
   * Runs another number of jobs of one user at once.
   *
   * @param jobs 1 or more
   * @throws IllegalArgumentException if {@code jobs} is under 1
   */
  public QueueSettings withUserLimit(int jobs) {
    return new QueueSettings(lease, jobs, leaseLosses, ended, failed, events);
  }

  /**
   * Fails a job after another number of lost leases.
   *
   * @param losses 1 or more
   * @throws IllegalArgumentException if {@code losses} is under 1
   */
  public QueueSettings withLeaseLosses(int losses) {
    return new QueueSettings(lease, userLimit, losses, ended, failed, events);
  }

  /** Keeps ended and failed jobs for other times. */
  public QueueSettings withRetention(Retention ofEnded, Retention ofFailed) {
    return new QueueSettings(lease, userLimit, leaseLosses, ofEnded, ofFailed, events);
  }

  /**
   * Keeps another number of events.
   *
   * @param number 1 or more
   * @throws IllegalArgumentException if {@code number} is under 1
   */
  public QueueSettings withEvents(int number) {
    return new QueueSettings(lease, userLimit, leaseLosses, ended, failed, number);
  }

  private static int requirePositive(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; expected 1 or more");
    }
    return value;
  }

  /**
   * How long jobs are kept after their end. The first limit that is reached applies.
   *
   * @param count about how many jobs; 0 keeps none
   * @param age how long; zero keeps none
   */
  public record Retention(int count, Duration age) {

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Retention {
      Objects.requireNonNull(age, "age");
      if (count < 0 || age.isNegative()) {
        throw new IllegalArgumentException(
            "retention is " + count + " jobs and " + age + "; expected 0 or more");
      }
    }
  }
}
