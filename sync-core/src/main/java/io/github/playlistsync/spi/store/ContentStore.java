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

/** Playlists and their current items. One of the capabilities of a {@link PlaylistStore}. */
public interface ContentStore {

  /**
   * The stored ones among the given playlists, without their items.
   *
   * @param ids any number of ids; empty gives an empty map
   * @return a map that has no key for a playlist that is not stored
   */
  Map<PlaylistId, StoredPlaylist> find(Collection<PlaylistId> ids);

  /**
   * The ids of all stored playlists, in an order that the store keeps to: a playlist that is there
   * throughout comes up once in the pages from the first to the last.
   *
   * @param after the last id of the page before; null for the first page
   * @param limit how many at the most, from 1
   * @return empty after the last page
   */
  List<PlaylistId> ids(@Nullable PlaylistId after, int limit);

  /**
   * The current items of a playlist in their order, read in one consistent view.
   *
   * @return empty if the playlist is not stored or has no items
   */
  List<ItemRow> rows(PlaylistId id);

  /**
   * A part of the current items of a playlist, for showing. Pages are consistent each by itself: a
   * change between two of them moves what comes after it.
   *
   * @param offset the place of the first row to give, counted from 0
   * @param limit how many at the most, from 1
   * @return empty after the last item
   */
  List<ItemRow> rows(PlaylistId id, int offset, int limit);

  /**
   * The playlists that hold a track now, each once, in an order that the store keeps to.
   *
   * @param after the last id of the page before; null for the first page
   * @param limit how many at the most, from 1
   * @return empty after the last page
   */
  List<PlaylistId> playlistsWith(TrackUri uri, @Nullable PlaylistId after, int limit);

  /**
   * The stored ones among the given tracks.
   *
   * @param uris any number of URIs; empty gives an empty map
   * @return a map that has no key for a track that is not stored
   */
  Map<TrackUri, Track> tracks(Collection<TrackUri> uris);

  /**
   * Writes a change in one transaction: all of it, or nothing. When this returns, it is committed.
   * An adapter repeats the transaction by itself, a bounded number of times, where the database
   * asks for that (a deadlock, a serialization failure); two changes that insert the same track at
   * once both succeed.
   *
   * @throws StaleVersionException if the stored version is not the expected one; nothing is written
   * @throws io.github.playlistsync.error.StoreUnavailableException if the database cannot be
   *     reached or the transaction did not commit; nothing is written, except that a connection
   *     lost during the commit leaves either all or nothing, which the version then tells
   * @throws io.github.playlistsync.error.StoreException if the database refuses a value or the
   *     schema is not there; nothing is written
   */
  void apply(PlaylistChange change);
}
