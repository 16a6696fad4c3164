package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.StoredSchedule;
import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores facts about users, apart from their libraries. One of the capabilities of a {@link
 * PlaylistStore}. These facts outlive the queue: {@link #schedules(JobSpec, int)} refills one that
 * lost its data.
 *
 * <p>Each write is one fact in one transaction and leaves the others alone, so two writers of
 * different facts of a user both succeed. Of two writers of the same fact, the later one wins.
 */
public interface UserStore {

  /** Returns what is stored of a user; {@link StoredUser#unknown} if that is nothing. */
  StoredUser user(UserId user);

  /** Stores a schedule and replaces any other of the same work. */
  void saveSchedule(SyncSchedule schedule);

  /** Deletes the schedule of {@code work}. Does nothing if there is none. */
  void dropSchedule(JobSpec work);

  /**
   * Stores why a user's syncs fail until somebody acts.
   *
   * @param suspension null ends it
   */
  void saveSuspension(UserId user, @Nullable Suspension suspension);

  /**
   * Returns the schedule of {@code work}; empty if there is none.
   *
   * @throws io.github.playlistsync.error.StoreException if another version wrote it and this one
   *     cannot read it; the lists below leave it out
   */
  Optional<StoredSchedule> schedule(JobSpec work);

  /** Returns all schedules of users, in no order; none for a user who has none. */
  List<SyncSchedule> schedules(Collection<UserId> users);

  /**
   * Returns all schedules, page by page, in a stable order of the store's choice: one that is there
   * throughout is on exactly one page.
   *
   * @param after the work of the last schedule of the previous page; null for the first page
   * @param limit the most schedules to return, from 1
   * @return empty after the last page
   */
  List<StoredSchedule> schedules(@Nullable JobSpec after, int limit);
}
