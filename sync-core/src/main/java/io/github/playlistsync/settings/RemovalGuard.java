package io.github.playlistsync.settings;

import java.time.Duration;
import java.util.Objects;

/**
 * When a second read must confirm a removal, so that one wrong answer from Spotify does not empty a
 * playlist. A read that removes more than {@code share} of the stored items, and more than {@code
 * items} of them, is held. After {@code pause} the playlist is read again, and the removal is
 * applied if this second complete read has the same content. A list that lacks more than {@code
 * share} of the stored playlists, and more than {@code playlists} of them, is treated alike.
 *
 * @param share a part of the whole, 0 to 1
 * @param items a number of items, 0 or more
 * @param playlists a number of playlists, 0 or more
 * @param pause the wait before the second read, 0 to 10 minutes
 */
public record RemovalGuard(double share, int items, int playlists, Duration pause) {
  private static final Duration MAX_PAUSE = Duration.ofMinutes(10);

  /**
   * Checks the numbers.
   *
   * @throws NullPointerException if {@code pause} is null
   * @throws IllegalArgumentException if a number is out of its range
   */
  public RemovalGuard {
    Objects.requireNonNull(pause, "pause");
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + "; expected 0 to 1");
    }
    if (items < 0 || playlists < 0) {
      throw new IllegalArgumentException(
          "items is " + items + " and playlists " + playlists + "; expected 0 or more");
    }
    if (pause.isNegative() || pause.compareTo(MAX_PAUSE) > 0) {
      throw new IllegalArgumentException("pause is " + pause + "; expected 0 to " + MAX_PAUSE);
    }
  }

  /**
   * Returns over half and over 50 items, or over half and over 5 playlists; a pause of 3 seconds.
   */
  public static RemovalGuard defaults() {
    return new RemovalGuard(0.5, 50, 5, Duration.ofSeconds(3));
  }

  /** Whether a read that removes so many of the stored items is held. */
  public boolean holdsItems(int removed, int stored) {
    return removed > items && removed > share * stored;
  }

  /** Whether a list that lacks so many of the stored playlists is held. */
  public boolean holdsPlaylists(int missing, int listed) {
    return missing > playlists && missing > share * listed;
  }
}
