package io.github.playlistsync.spi.store;

import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores playlists and their current items. One of the capabilities of a {@link PlaylistStore}. */
public interface ContentStore {

  /**
   * Returns those of the given playlists that are stored, without their items.
   *
   * @param ids any number of ids; empty returns an empty map
   * @return a map without a key for a playlist that is not stored
   */
  Map<PlaylistId, StoredPlaylist> find(Collection<PlaylistId> ids);

  /**
   * Returns the ids of all stored playlists, page by page, in a stable order of the store's choice:
   * a playlist that is stored throughout is on exactly one page.
   *
   * @param after the last id of the previous page; null for the first page
   * @param limit the most ids to return, from 1
   * @return empty after the last page
   */
  List<PlaylistId> ids(@Nullable PlaylistId after, int limit);

  /**
   * Returns the current items of a playlist in order, read in one consistent view.
   *
   * @return empty if the playlist is not stored or has no items
   */
  List<ItemRow> rows(PlaylistId id);

  /**
   * Returns a slice of the current items of a playlist, for display. Each slice is consistent in
   * itself: a change between two of them moves the items after it.
   *
   * @param offset the position of the first row, from 0
   * @param limit the most rows to return, from 1
   * @return empty after the last item
   */
  List<ItemRow> rows(PlaylistId id, int offset, int limit);

  /**
   * Returns the playlists that hold a track now, each once, page by page, in a stable order of the
   * store's choice.
   *
   * @param after the last id of the previous page; null for the first page
   * @param limit the most ids to return, from 1
   * @return empty after the last page
   */
  List<PlaylistId> playlistsWith(TrackUri uri, @Nullable PlaylistId after, int limit);

  /**
   * Returns those of the given tracks that are stored.
   *
   * @param uris any number of URIs; empty returns an empty map
   * @return a map without a key for a track that is not stored
   */
  Map<TrackUri, Track> tracks(Collection<TrackUri> uris);

  /**
   * Applies a change in one transaction, completely or not at all. The change is committed when
   * this returns. The adapter itself repeats the transaction, a bounded number of times, where the
   * database asks for it (a deadlock, a serialization failure). Two changes that insert the same
   * track at once both succeed.
   *
   * @throws StaleVersionException if the stored version is not the expected one; nothing is written
   * @throws io.github.playlistsync.error.StoreUnavailableException if the database cannot be
   *     reached or the transaction did not commit; nothing is written, except that a connection
   *     lost during the commit leaves all or nothing, which the version then shows
   * @throws io.github.playlistsync.error.StoreException if the database refuses a value or lacks
   *     the schema; nothing is written
   */
  void apply(PlaylistChange change);
}
