package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.PlaylistId;
import java.time.Instant;
import java.util.List;

/**
 * Playlists that nobody has any more. One of the capabilities of a {@link PlaylistStore}. Nothing
 * is deleted but by {@link #purge}.
 */
public interface PurgeStore {

  /**
   * The playlists that are gone from every library that they were in, from each since before {@code
   * time}. One that somebody synced by its id without having it in their list is not gone, nor is
   * one that was never in a library.
   *
   * @param limit how many at the most, from 1
   * @return in an order that the store keeps to
   */
  List<PlaylistId> goneBefore(Instant time, int limit);

  /**
   * Deletes a playlist, if {@link #goneBefore} would still name it: its items, its history, the
   * library entries and the pages of reads, in one transaction. Its tracks stay, since other
   * playlists may hold them.
   *
   * @return whether it was deleted
   */
  boolean purge(PlaylistId id, Instant time);
}
