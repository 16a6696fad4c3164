package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.PlaylistId;
import java.time.Instant;
import java.util.List;

/**
 * Deletes playlists that are in nobody's list. One of the capabilities of a {@link PlaylistStore}.
 * Only {@link #purge} deletes playlists.
 */
public interface PurgeStore {

  /**
   * Returns the playlists that are gone from every library that had them, from each since before
   * {@code time}. Leaves out a playlist that somebody synced by its id without having it in their
   * list, and one that was never in a library.
   *
   * @param limit the most playlists to return, from 1
   * @return in a stable order of the store's choice
   */
  List<PlaylistId> goneBefore(Instant time, int limit);

  /**
   * Deletes a playlist, if {@link #goneBefore} would still return it: its items, its history, its
   * library entries and the pages of its reads, in one transaction. Its tracks stay, since other
   * playlists may hold them.
   *
   * @return whether it was deleted
   */
  boolean purge(PlaylistId id, Instant time);
}
