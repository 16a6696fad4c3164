package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A playlist as it is kept, without its items.
 *
 * @param playlist what is said of it
 * @param ownerView whether {@code playlist.visibility()} is what the owner is told, which outranks
 *     what others are told
 * @param snapshot the snapshot of the stored items; null while there are none, and where Spotify
 *     told none
 * @param counts the one count of the stored items
 * @param revision the number of the stored content, from 1; 0 while no content was ever read
 * @param version the number of writes to this playlist, from 1; guards the next write
 * @param syncedAt when the stored items were last read from Spotify as a whole, or restored; while
 *     there are none, when this was last written. A read that finds everything as it was does not
 *     move it, unless it was an audit
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

  /** The playlist's id. */
  public PlaylistId id() {
    return playlist.id();
  }

  /** Whether the items were ever read. */
  public boolean hasContent() {
    return revision > 0;
  }
}
