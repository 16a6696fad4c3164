package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stored playlist without its items.
 *
 * @param playlist its metadata
 * @param ownerView whether {@code playlist.visibility()} is what Spotify gives the owner, which
 *     outranks what it gives others
 * @param snapshot the snapshot of the stored items; null while there are none, and where Spotify
 *     gave none
 * @param counts the counts of the stored items
 * @param revision the number of the stored content, from 1; 0 if no content was ever read
 * @param version the number of writes to this playlist, from 1; guards the next write
 * @param syncedAt when the stored items were last read completely from Spotify, or restored; while
 *     there are none, when this was last written. A read that changes nothing does not move it,
 *     unless it was an audit
 */
public record StoredPlaylist(
    Playlist playlist,
    boolean ownerView,
    @Nullable SnapshotId snapshot,
    TrackCounts counts,
    long revision,
    long version,
    Instant syncedAt) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if a part that must be there is null
   * @throws IllegalArgumentException if {@code revision} is negative or {@code version} below 1
   */
  public StoredPlaylist {
    Objects.requireNonNull(playlist, "playlist");
    Objects.requireNonNull(counts, "counts");
    Objects.requireNonNull(syncedAt, "syncedAt");
    if (revision < 0 || version < 1) {
      throw new IllegalArgumentException(
          "revision is %d and version %d; expected 0 or more and 1 or more"
              .formatted(revision, version));
    }
  }

  /** Returns the playlist's id. */
  public PlaylistId id() {
    return playlist.id();
  }

  /** Whether the items were ever read. */
  public boolean hasContent() {
    return revision > 0;
  }
}
