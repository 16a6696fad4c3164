package io.github.playlistsync.settings;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is deleted of the stored playlists, and how often. Current content of a playlist that
 * somebody has is never deleted.
 *
 * @param history how much history of each playlist is kept; null for all
 * @param gone how long a playlist is kept after it left the last library it was in; null for ever
 * @param every the time from one deletion to the next
 */
public record RetentionPolicy(
    @Nullable HistoryPolicy history, @Nullable Duration gone, Duration every) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if {@code every} is null
   * @throws IllegalArgumentException if {@code gone} is not above 0, or {@code every} is under a
   *     second
   */
  public RetentionPolicy {
    Objects.requireNonNull(every, "every");
    if (gone != null && (gone.isNegative() || gone.isZero())) {
      throw new IllegalArgumentException("gone is " + gone + "; expected more than 0");
    }
    if (every.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("every is " + every + "; expected 1 second or more");
    }
  }

  /** Returns a policy that deletes nothing; with limits, it is applied once a day. */
  public static RetentionPolicy keepEverything() {
    return new RetentionPolicy(null, null, Duration.ofDays(1));
  }

  /** Returns this policy with another limit of history. */
  public RetentionPolicy withHistory(HistoryPolicy limit) {
    return new RetentionPolicy(Objects.requireNonNull(limit, "limit"), gone, every);
  }

  /** Returns this policy with another time to keep what is gone. */
  public RetentionPolicy withGone(Duration age) {
    return new RetentionPolicy(history, Objects.requireNonNull(age, "age"), every);
  }

  /** Returns this policy with another interval. */
  public RetentionPolicy withEvery(Duration interval) {
    return new RetentionPolicy(history, gone, interval);
  }

  /** Whether it deletes nothing. */
  public boolean keepsEverything() {
    return history == null && gone == null;
  }
}
