package io.github.playlistsync.spi.queue;

import java.time.Duration;
import java.util.Objects;

/**
 * How a queue behaves. All processes that share a queue are to have the same.
 *
 * @param lease how long a worker may be silent before its job is given to another
 * @param userLimit how many jobs of one user may run at once
 * @param leaseLosses how many leases of a job may be lost before it fails, since it may be the job
 *     that kills its workers
 * @param ended how long jobs that succeeded or were canceled are kept
 * @param failed how long jobs that failed are kept
 * @param events how many events are kept, about
 */
public record QueueSettings(
    Duration lease, int userLimit, int leaseLosses, Retention ended, Retention failed, int events) {
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if a part is null
   * @throws IllegalArgumentException if {@code lease} is under 100 ms or a number is under 1
   */
  public QueueSettings {
    Objects.requireNonNull(lease, "lease");
    Objects.requireNonNull(ended, "ended");
    Objects.requireNonNull(failed, "failed");
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException("lease is " + lease + "; expected 100 ms or more");
    }
    requirePositive(userLimit, "userLimit");
    requirePositive(leaseLosses, "leaseLosses");
    requirePositive(events, "events");
  }

  /**
   * Leases of 30 seconds, 4 jobs a user at once, 10 lost leases; 10,000 ended jobs for a week,
   * 10,000 failed ones for 30 days, 10,000 events.
   */
  public static QueueSettings defaults() {
    return new QueueSettings(
        Duration.ofSeconds(30),
        4,
        10,
        new Retention(10_000, Duration.ofDays(7)),
        new Retention(10_000, Duration.ofDays(30)),
        10_000);
  }

  /** The same with another lease. */
  public QueueSettings withLease(Duration other) {
    return new QueueSettings(other, userLimit, leaseLosses, ended, failed, events);
  }

  /** The same with another limit a user. */
  public QueueSettings withUserLimit(int other) {
    return new QueueSettings(lease, other, leaseLosses, ended, failed, events);
  }

  /** The same with another number of leases that may be lost. */
  public QueueSettings withLeaseLosses(int other) {
    return new QueueSettings(lease, userLimit, other, ended, failed, events);
  }

  /** The same with other retentions. */
  public QueueSettings withRetention(Retention ofEnded, Retention ofFailed) {
    return new QueueSettings(lease, userLimit, leaseLosses, ofEnded, ofFailed, events);
  }

  private static void requirePositive(int value, String what) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " is " + value + "; expected 1 or more");
    }
  }

  /**
   * How long jobs are kept after their end: whichever limit is reached first.
   *
   * @param count how many, about; 0 keeps none
   * @param age how long; zero keeps none
   */
  public record Retention(int count, Duration age) {

    /**
     * Checks the parts.
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
