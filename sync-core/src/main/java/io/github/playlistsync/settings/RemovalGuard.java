package io.github.playlistsync.settings;

import java.time.Duration;
import java.util.Objects;

/**
 * When an answer of Spotify's takes away so much that a second one must agree, and how long after
 * the first one that is asked for. One wrong answer must not empty a playlist.
 *
 * <p>A read is held if every item is missing, or more than {@code share} of at least {@code items}
 * items. Missing is what the read removes from the stored items, what comes without a track but did
 * not before, and what the list announces but the read lacks. A read is also held if more than
 * {@code items} stored tracks disappear at once, whatever their share. A list is held if any
 * playlist is missing from it. Both are read once more, from Spotify and at the end of the run:
 * what both agree on is applied, the rest is reported and tried again by the next run.
 *
 * @param share a part of the whole, from 0 to 1
 * @param items from how many items on {@code share} counts, 0 or more
 * @param pause how long a playlist waits for its second read, 0 to 10 minutes
 * @param listPause how long a list waits for its second read, 0 to 10 minutes
 */
public record RemovalGuard(double share, int items, Duration pause, Duration listPause) {
  private static final Duration MAX_PAUSE = Duration.ofMinutes(10);

  /**
   * Checks the numbers.
   *
   * @throws NullPointerException if a pause is null
   * @throws IllegalArgumentException if a number is out of its range
   */
  public RemovalGuard {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + "; expected 0 to 1");
    }
    if (items < 0) {
      throw new IllegalArgumentException("items is " + items + "; expected 0 or more");
    }
    requirePause(pause, "pause");
    requirePause(listPause, "listPause");
  }

  /** Over half of 10 items or more, seen again after 5 seconds; a list after 1 second. */
  public static RemovalGuard defaults() {
    return new RemovalGuard(0.5, 10, Duration.ofSeconds(5), Duration.ofSeconds(1));
  }

  /** Whether losing {@code missing} of {@code known} items needs a second witness. */
  public boolean holdsItems(int missing, int known) {
    return missing > 0 && (missing >= known || (known >= items && missing > share * known));
  }

  private static void requirePause(Duration pause, String name) {
    Objects.requireNonNull(pause, name);
    if (pause.isNegative() || pause.compareTo(MAX_PAUSE) > 0) {
      throw new IllegalArgumentException(name + " is " + pause + "; expected 0 to " + MAX_PAUSE);
    }
  }
}
