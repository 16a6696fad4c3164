package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One content that a playlist had: what it changed, and when it was written.
 *
 * @param playlist the playlist
 * @param number the revision, from 1 without gaps
 * @param origin what made it
 * @param at when it was committed
 * @param snapshot Spotify's snapshot of this content; null where Spotify gave none
 * @param added how many items were added
 * @param removed how many items were removed
 * @param moved how many items changed their order
 * @param counts the counts of this content
 */
public record Revision(
    PlaylistId playlist,
    long number,
    Origin origin,
    Instant at,
    @Nullable SnapshotId snapshot,
    int added,
    int removed,
    int moved,
    TrackCounts counts) {

  /** What made a revision. */
  public enum Origin {
    /** A complete read of Spotify's playlist. */
    SYNC,
    /** The restoration of an earlier revision. */
    RESTORE
  }

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if a part that must be there is null
   * @throws IllegalArgumentException if {@code number} is below 1 or a count negative
   */
  public Revision {
    Objects.requireNonNull(playlist, "playlist");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(counts, "counts");
    if (number < 1) {
      throw new IllegalArgumentException("number is " + number + "; expected 1 or more");
    }
    if (added < 0 || removed < 0 || moved < 0) {
      throw new IllegalArgumentException(
          "added, removed and moved are never negative, but got %d, %d, %d"
              .formatted(added, removed, moved));
    }
  }
}
