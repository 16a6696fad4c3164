package io.github.playlistsync.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item of a playlist. A track may be in a playlist many times. An item whose track Spotify no
 * longer reports is a placeholder, so that positions stay true.
 *
 * @param position its position, from 0
 * @param track what it plays; null for a placeholder
 * @param addedAt when it was added; null where Spotify does not say, as in very old playlists
 * @param addedBy the id of the user who added it; null where Spotify does not say
 */
public record PlaylistItem(
    int position, @Nullable Track track, @Nullable Instant addedAt, @Nullable String addedBy) {

  /**
   * Checks the position.
   *
   * @throws IllegalArgumentException if {@code position} is negative
   */
  public PlaylistItem {
    if (position < 0) {
      throw new IllegalArgumentException("position is " + position + "; expected 0 or more");
    }
  }

  /** Whether Spotify no longer reports its track. */
  public boolean isPlaceholder() {
    return track == null;
  }

  /** Returns the URI of the track; null for a placeholder. */
  public @Nullable TrackUri uri() {
    return track == null ? null : track.uri();
  }

  /** Returns this item at another position. */
  public PlaylistItem at(int newPosition) {
    return new PlaylistItem(newPosition, track, addedAt, addedBy);
  }
}
