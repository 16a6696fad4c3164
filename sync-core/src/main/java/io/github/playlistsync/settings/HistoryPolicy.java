package io.github.playlistsync.settings;

import java.time.Duration;
import java.util.Objects;

/**
 * How much history is kept. The narrower limit applies; the current revision always stays.
 *
 * @param age how far back the content can be read, above 0
 * @param revisions how many revisions are kept at most, 1 to 1,000
 */
public record HistoryPolicy(Duration age, int revisions) {
  private static final int MAX_REVISIONS = 1_000;

  /**
   * Checks the limits.
   *
   * @throws NullPointerException if {@code age} is null
   * @throws IllegalArgumentException if a limit is out of its range
   */
  public HistoryPolicy {
    Objects.requireNonNull(age, "age");
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("age is " + age + "; expected more than 0");
    }
    if (revisions < 1 || revisions > MAX_REVISIONS) {
      throw new IllegalArgumentException(
          "revisions is " + revisions + "; expected 1 to " + MAX_REVISIONS);
    }
  }

  /** Returns one year, and 1,000 revisions. */
  public static HistoryPolicy defaults() {
    return new HistoryPolicy(Duration.ofDays(365), MAX_REVISIONS);
  }
}
