package io.github.playlistsync.model;

import java.util.Collection;

/**
 * How many items a playlist has: the one way to count.
 *
 * @param trackCount the items that hold a track, an episode or a local file
 * @param placeholders the items whose track Spotify no longer reports
 * @param remoteTotal the number of items that Spotify announced
 */
public record TrackCounts(int trackCount, int placeholders, int remoteTotal) {
  /** No items, announced or stored. */
  public static final TrackCounts NONE = new TrackCounts(0, 0, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public TrackCounts {
    if (trackCount < 0 || placeholders < 0 || remoteTotal < 0) {
      throw new IllegalArgumentException(
          "counts are never negative, but got trackCount %d, placeholders %d, remoteTotal %d"
              .formatted(trackCount, placeholders, remoteTotal));
    }
  }

  /** Counts {@code items}, of which Spotify announced {@code remoteTotal}. */
  public static TrackCounts of(Collection<PlaylistItem> items, int remoteTotal) {
    int placeholders = (int) items.stream().filter(PlaylistItem::isPlaceholder).count();
    return new TrackCounts(items.size() - placeholders, placeholders, remoteTotal);
  }

  /** Returns the number of all items: those with a track and the placeholders. */
  public int items() {
    return trackCount + placeholders;
  }

  /**
   * Returns how many more items Spotify announced than there are; negative if it announced fewer.
   */
  public int missing() {
    return remoteTotal - items();
  }
}
