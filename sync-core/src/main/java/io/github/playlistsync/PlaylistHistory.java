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
 * Returns and restores what playlists held before. Each stored content is a revision, numbered from
 * 1. An edit of the metadata alone makes none.
 *
 * <p>These methods look at no user: the host decides whom to show what, and asks {@link
 * SyncEngine#mayRead} first. {@link SyncEngine#items} and {@link SyncEngine#changes} ask by
 * themselves, and {@code items} alone shows a user what a playlist held when it left their list.
 * All methods are safe for use by several threads.
 */
public interface PlaylistHistory {

  /**
   * Returns the kept revisions of a playlist, newest first.
   *
   * @param before returns only revisions below this number; {@link Long#MAX_VALUE} for all
   * @param limit the most revisions to return, 1 to 1,000
   * @throws IllegalArgumentException if {@code limit} is out of range
   */
  List<Revision> revisions(PlaylistId playlist, long before, int limit);

  /** Returns the newest kept revision committed at or before a time; empty if there is none. */
  OptionalLong revisionAt(PlaylistId playlist, Instant time);

  /**
   * Returns the items of a playlist at a revision, in order.
   *
   * @throws IllegalArgumentException if the revision is not kept
   */
  List<PlaylistItem> itemsAt(PlaylistId playlist, long revision);

  /**
   * Returns what happened to the items from one revision to another, which may be the older one.
   *
   * @return removals by old position, then additions and moves by new position
   * @throws IllegalArgumentException if one of the revisions is not kept
   */
  List<ItemChange> difference(PlaylistId playlist, long from, long to);

  /**
   * Makes the content of an earlier revision the current one, as a new revision. Changes nothing on
   * Spotify: the restored content stays until the playlist changes there, or until {@link
   * SyncEngine#invalidate}, and is then replaced by what Spotify has.
   *
   * @return the new revision; the current one if it already has that content
   * @throws IllegalArgumentException if the revision is not kept
   * @throws io.github.playlistsync.error.StaleVersionException if others keep writing the playlist
   *     meanwhile; nothing is restored
   */
  Revision restore(PlaylistId playlist, long revision);

  /**
   * Deletes the history of a playlist that a policy no longer keeps, in small transactions.
   *
   * @param maxRows the most rows to delete, from 1; the next call deletes the rest
   * @return how many rows were deleted
   * @throws IllegalArgumentException if {@code maxRows} is below 1
   */
  int prune(PlaylistId playlist, HistoryPolicy policy, int maxRows);
}
