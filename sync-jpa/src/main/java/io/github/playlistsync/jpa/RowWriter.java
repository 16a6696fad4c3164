package io.github.playlistsync.jpa;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PageCheckpoint;
import java.util.List;

/**
 * Writes the rows of which there may be many or that several processes write at once, in the
 * transaction that it was made for.
 */
interface RowWriter {

  /**
   * Inserts tracks, or overwrites those that are there.
   *
   * @param tracks each URI once, in the order of the URIs: so writers that share tracks wait for
   *     each other and do not deadlock
   */
  void tracks(List<Track> tracks);

  /** Inserts the current rows of a playlist that are valid from {@code revision} on. */
  void items(PlaylistId playlist, long revision, List<ItemRow> rows);

  /**
   * Ends the current rows of a playlist that have these sort keys.
   *
   * @return how many rows that were
   */
  int close(PlaylistId playlist, long revision, List<Long> sortKeys);

  /**
   * Inserts the entries of one user, or overwrites those that are there.
   *
   * @param entries each playlist once, in the order of the playlists
   */
  void entries(List<LibraryEntry> entries);

  /** Inserts a page, or overwrites the one that is there. */
  void page(PageCheckpoint page);

  /** Gives a batch of the feed to the committed revisions that have none. */
  void number(long batch);
}
