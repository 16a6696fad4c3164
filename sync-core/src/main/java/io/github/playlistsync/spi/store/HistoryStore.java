package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** What playlists held before. One of the capabilities of a {@link PlaylistStore}. */
public interface HistoryStore {

  /**
   * The items that a playlist had at a revision, in their order.
   *
   * @param revision a revision that {@link #revisions} gives; for any other the answer is empty or,
   *     where rows were pruned, incomplete
   */
  List<ItemRow> rowsAt(PlaylistId id, long revision);

  /**
   * The kept revisions of a playlist, newest first.
   *
   * @param before only revisions below this number; {@link Long#MAX_VALUE} for all
   * @param limit how many at the most, from 1
   * @return empty if the playlist is not stored or has none
   */
  List<Revision> revisions(PlaylistId id, long before, int limit);

  /** The newest kept revision that was committed at or before {@code time}. */
  OptionalLong revisionAt(PlaylistId id, Instant time);

  /**
   * Deletes revisions below {@code oldest} and the rows that no kept revision holds. The current
   * revision always stays.
   *
   * @param oldest the oldest revision to keep
   * @param limit how many rows are deleted at the most, from 1; call again until it gives less
   * @return how many rows were deleted
   */
  int prune(PlaylistId id, long oldest, int limit);
}
