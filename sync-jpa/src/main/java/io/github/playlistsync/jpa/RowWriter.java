package io.github.playlistsync.jpa;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PageCheckpoint;
import java.util.List;

/**
 * Writes rows that are many, or that several processes write at once, in one transaction, and reads
 * the items back in the same way: what a provider reads of a time before 1583 depends on its
 * calendar.
 */
interface RowWriter {

  /**
   * Locks a playlist, so that nobody adds it to a library before this transaction ends.
   *
   * @return whether it is stored
   */
  boolean lock(PlaylistId playlist);

  /** Inserts a playlist that is not stored yet. */
  void playlist(StoredPlaylist playlist);

  /** Inserts a revision. */
  void revision(Revision revision);

  /**
   * Inserts tracks, or overwrites existing ones.
   *
   * @param tracks each URI once, in URI order, so that writers that share tracks wait for each
   *     other instead of deadlocking
   */
  void tracks(List<Track> tracks);

  /** Inserts current rows of a playlist, valid from {@code revision} on. */
  void items(PlaylistId playlist, long revision, List<ItemRow> rows);

  /**
   * Returns current rows of a playlist in order.
   *
   * @param limit the most rows; {@link Integer#MAX_VALUE} for all
   */
  List<ItemRow> rows(PlaylistId playlist, int offset, int limit);

  /** Returns the rows of a revision in order; none if it is not kept. */
  List<ItemRow> rowsAt(PlaylistId playlist, long revision);

  /**
   * Ends the current rows of a playlist that have these sort keys.
   *
   * @return how many rows it ended
   */
  int close(PlaylistId playlist, long revision, List<Long> sortKeys);

  /**
   * Inserts one user's entries, or overwrites existing ones. One without a position leaves the
   * position and the departure of an existing one.
   *
   * @param entries each playlist once, in playlist order
   */
  void entries(List<LibraryEntry> entries);

  /** Inserts a page, or overwrites the existing one. */
  void page(PageCheckpoint page);

  /**
   * Assigns a batch of the feed to committed revisions that have none.
   *
   * @param limit the most revisions
   * @return how many there were
   */
  int number(long batch, int limit);
}
