package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.Objects;

/**
 * A page of an unfinished read.
 *
 * @param user on whose behalf it is read
 * @param playlist the playlist
 * @param snapshot the snapshot at the start of the read
 * @param offset the position of the page's first item
 * @param content the page in the engine's own form, opaque to the adapter
 * @param savedAt when it was saved
 */
public record PageCheckpoint(
    UserId user,
    PlaylistId playlist,
    SnapshotId snapshot,
    int offset,
    String content,
    Instant savedAt) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if a part is null
   * @throws IllegalArgumentException if {@code offset} is negative
   */
  public PageCheckpoint {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(playlist, "playlist");
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(savedAt, "savedAt");
    if (offset < 0) {
      throw new IllegalArgumentException("offset is " + offset + "; expected 0 or more");
    }
  }
}
