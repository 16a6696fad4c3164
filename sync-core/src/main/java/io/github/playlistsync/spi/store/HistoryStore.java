package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Returns and prunes what playlists held before. One of the capabilities of a {@link
 * PlaylistStore}.
 */
public interface HistoryStore {

  /**
   * Returns the items of a playlist at a revision, in order.
   *
   * @return the items of a kept revision, all of them even if it is pruned meanwhile; empty if it
   *     is not kept
   */
  Optional<List<ItemRow>> rowsAt(PlaylistId id, long revision);

  /**
   * Returns the kept revisions of a playlist, newest first.
   *
   * @param before returns only revisions below this number; {@link Long#MAX_VALUE} for all
   * @param limit the most revisions to return, from 1
   * @return empty if the playlist is not stored or has none
   */
  List<Revision> revisions(PlaylistId id, long before, int limit);

  /**
   * Returns the newest kept revision committed at or before {@code time}; empty if there is none.
   */
  OptionalLong revisionAt(PlaylistId id, Instant time);

  /**
   * Deletes the revisions below {@code oldest}, and the rows that belong to no kept revision. The
   * current revision always stays.
   *
   * @param oldest the oldest revision to keep
   * @param limit the most rows to delete, from 1; call again until the result is lower
   * @return how many rows were deleted
   */
  int prune(PlaylistId id, long oldest, int limit);
}
