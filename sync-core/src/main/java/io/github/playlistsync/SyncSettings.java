package io.github.playlistsync;

import java.time.Duration;
import java.util.Objects;

/**
 * How a run goes about its work.
 *
 * @param playlistsAtOnce how many playlists are read side by side, 1 to 64
 * @param pagesAtOnce how many pages of one playlist are read side by side, 1 to 64
 * @param readAttempts how often a playlist that is edited while it is read is read at the most, 1
 *     to 10
 * @param patience how long a call may wait for Spotify's limits, and between its tries; a longer
 *     wait ends the run instead, which says when to go on. 0 to 10 minutes
 * @param removalGuard when a removal must be seen twice
 */
public record SyncSettings(
    int playlistsAtOnce,
    int pagesAtOnce,
    int readAttempts,
    Duration patience,
    RemovalGuard removalGuard) {
  private static final int MAX_AT_ONCE = 64;
  private static final int MAX_ATTEMPTS = 10;
  private static final Duration MAX_PATIENCE = Duration.ofMinutes(10);

  /**
   * Checks the numbers.
   *
   * @throws NullPointerException if {@code patience} or {@code removalGuard} is null
   * @throws IllegalArgumentException if a number is out of its range
   */
  public SyncSettings {
    requireRange(playlistsAtOnce, "playlistsAtOnce", MAX_AT_ONCE);
    requireRange(pagesAtOnce, "pagesAtOnce", MAX_AT_ONCE);
    requireRange(readAttempts, "readAttempts", MAX_ATTEMPTS);
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(removalGuard, "removalGuard");
    if (patience.isNegative() || patience.compareTo(MAX_PATIENCE) > 0) {
      throw new IllegalArgumentException(
          "patience is " + patience + "; expected 0 to " + MAX_PATIENCE);
    }
  }

  /** 4 playlists and 8 pages at once, 3 attempts, 30 seconds of patience, the guard's defaults. */
  public static SyncSettings defaults() {
    return new SyncSettings(4, 8, 3, Duration.ofSeconds(30), RemovalGuard.defaults());
  }

  /** The same with another number of playlists at once. */
  public SyncSettings withPlaylistsAtOnce(int number) {
    return new SyncSettings(number, pagesAtOnce, readAttempts, patience, removalGuard);
  }

  /** The same with another number of pages at once. */
  public SyncSettings withPagesAtOnce(int number) {
    return new SyncSettings(playlistsAtOnce, number, readAttempts, patience, removalGuard);
  }

  /** The same with another number of attempts. */
  public SyncSettings withReadAttempts(int number) {
    return new SyncSettings(playlistsAtOnce, pagesAtOnce, number, patience, removalGuard);
  }

  /** The same with other patience. */
  public SyncSettings withPatience(Duration duration) {
    return new SyncSettings(playlistsAtOnce, pagesAtOnce, readAttempts, duration, removalGuard);
  }

  /** The same with another guard. */
  public SyncSettings withRemovalGuard(RemovalGuard guard) {
    return new SyncSettings(playlistsAtOnce, pagesAtOnce, readAttempts, patience, guard);
  }

  private static void requireRange(int number, String name, int max) {
    if (number < 1 || number > max) {
      throw new IllegalArgumentException(name + " is " + number + "; expected 1 to " + max);
    }
  }
}
