package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.List;

/**
 * Stores the pages of unfinished reads, so that an interrupted read resumes where it stopped. One
 * of the capabilities of a {@link PlaylistStore}. Losing a checkpoint costs calls and nothing else.
 */
public interface CheckpointStore {

  /**
   * Saves a page of a read. Overwrites a page with the same user, playlist, snapshot and offset.
   */
  void save(PageCheckpoint page);

  /**
   * Returns the saved pages of a user's read of a playlist, by offset.
   *
   * @return the pages of every snapshot; empty if there are none
   */
  List<PageCheckpoint> pages(UserId user, PlaylistId playlist);

  /** Deletes the pages of a user's read of a playlist. */
  void dropPages(UserId user, PlaylistId playlist);

  /**
   * Deletes the pages saved before {@code time}.
   *
   * @return how many pages were deleted
   */
  int dropPagesBefore(Instant time);
}
