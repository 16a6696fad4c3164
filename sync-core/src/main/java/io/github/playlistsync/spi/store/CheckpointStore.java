package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.List;

/**
 * Pages of reads that are under way, so that an interrupted read goes on where it stopped. One of
 * the capabilities of a {@link PlaylistStore}. Losing a checkpoint costs calls and nothing else.
 */
public interface CheckpointStore {

  /**
   * Keeps a page of a read. A page with the same user, playlist, snapshot and offset is
   * overwritten.
   */
  void save(PageCheckpoint page);

  /**
   * The kept pages of a user's read of a playlist, by offset.
   *
   * @return pages of whatever snapshot is kept; empty if there are none
   */
  List<PageCheckpoint> pages(UserId user, PlaylistId playlist);

  /** Deletes the pages of a user's read of a playlist. */
  void dropPages(UserId user, PlaylistId playlist);

  /**
   * Deletes pages that were saved before {@code time}.
   *
   * @return how many pages were deleted
   */
  int dropPagesBefore(Instant time);
}
