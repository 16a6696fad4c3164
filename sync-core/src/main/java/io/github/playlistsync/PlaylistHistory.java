package io.github.playlistsync;

import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.settings.HistoryPolicy;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What playlists held before. Every content that was ever stored is a revision, numbered from 1;
 * edits of the metadata alone make none.
 *
 * <p>These answer the host, not a user: whom to show what, the host decides, and {@link
 * SyncEngine#items} with it. Every method may be called from any thread.
 */
public interface PlaylistHistory {

  /**
   * The kept revisions of a playlist, newest first.
   *
   * @param before only revisions below this number; {@link Long#MAX_VALUE} for all
   * @param limit how many at the most, 1 to 1,000
   * @throws IllegalArgumentException if {@code limit} is out of range
   */
  List<Revision> revisions(PlaylistId playlist, long before, int limit);

  /** The newest kept revision that was committed at or before a time; empty if there is none. */
  OptionalLong revisionAt(PlaylistId playlist, Instant time);

  /**
   * The items that a playlist had at a revision, in order.
   *
   * @throws IllegalArgumentException if the revision is not kept
   */
  List<PlaylistItem> itemsAt(PlaylistId playlist, long revision);

  /**
   * What happened to the items from one revision to another, which may be the older one.
   *
   * @return removals by old position, then additions and moves by new position
   * @throws IllegalArgumentException if one of the revisions is not kept
   */
  List<ItemChange> difference(PlaylistId playlist, long from, long to);

  /**
   * Makes the content of an earlier revision the current one, as a new revision. Spotify is not
   * touched: the restored content stays until the playlist changes there, and is then replaced by
   * what Spotify has.
   *
   * @return the new revision; the current one if its content is the same already
   * @throws IllegalArgumentException if the revision is not kept
   * @throws io.github.playlistsync.error.StaleVersionException if the playlist is written over and
   *     over meanwhile; nothing is restored
   */
  Revision restore(PlaylistId playlist, long revision);

  /**
   * Deletes what a policy no longer keeps of a playlist, in small transactions.
   *
   * @param maxRows how many rows are deleted at the most, from 1; what is left over is deleted by
   *     the next call
   * @return how many rows were deleted
   * @throws IllegalArgumentException if {@code maxRows} is below 1
   */
  int prune(PlaylistId playlist, HistoryPolicy policy, int maxRows);
}
