package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores facts about users, apart from their libraries. One of the capabilities of a {@link
 * PlaylistStore}. These facts outlive the queue: {@link #scheduledUsers} refills one that lost its
 * data.
 *
 * <p>Each write is one fact in one transaction and leaves the others alone, so two writers of
 * different facts of a user both succeed. Of two writers of the same fact, the later one wins.
 */
public interface UserStore {

  /** Returns what is stored of a user; {@link StoredUser#unknown} if that is nothing. */
  StoredUser user(UserId user);

  /** Stores the schedule of its user and replaces any other. */
  void saveSchedule(SyncSchedule schedule);

  /** Deletes the schedule of a user. Does nothing if there is none. */
  void dropSchedule(UserId user);

  /**
   * Stores why a user's syncs fail until somebody acts.
   *
   * @param suspension null ends it
   */
  void saveSuspension(UserId user, @Nullable Suspension suspension);

  /**
   * Returns the users who have a schedule, page by page, in a stable order of the store's choice: a
   * user who has one throughout is on exactly one page.
   *
   * @param after the last user of the previous page; null for the first page
   * @param limit the most users to return, from 1
   * @return empty after the last page
   */
  List<StoredUser> scheduledUsers(@Nullable UserId after, int limit);
}
