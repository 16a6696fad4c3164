package io.github.playlistsync.model;

import java.time.Duration;
import java.util.Objects;

/**
 * How often a library or a playlist is synced.
 *
 * @param spec the work that is repeated
 * @param every the time from one sync to the next
 * @param jitter the most that is added to each interval at random, so that many users do not come
 *     at once
 * @param priority the priority of the jobs
 */
public record SyncSchedule(JobSpec spec, Duration every, Duration jitter, Priority priority) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int USUAL_JITTER_DIVISOR = 10;

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if a part is null
   * @throws IllegalArgumentException if {@code every} is under a second or {@code jitter} is
   *     negative
   */
  public SyncSchedule {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(every, "every");
    Objects.requireNonNull(jitter, "jitter");
    Objects.requireNonNull(priority, "priority");
    if (every.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("every is " + every + "; expected 1 second or more");
    }
    if (jitter.isNegative()) {
      throw new IllegalArgumentException("jitter is " + jitter + "; expected 0 or more");
    }
  }

  /** Returns a schedule at low priority, with a jitter of a tenth of the interval. */
  public static SyncSchedule every(JobSpec spec, Duration every) {
    return new SyncSchedule(spec, every, every.dividedBy(USUAL_JITTER_DIVISOR), Priority.LOW);
  }

  /** Returns such a schedule of a user's library. */
  public static SyncSchedule every(UserId user, Duration every) {
    return every(JobSpec.user(user), every);
  }

  /** On whose behalf the syncs are. */
  public UserId user() {
    return spec.user();
  }
}
