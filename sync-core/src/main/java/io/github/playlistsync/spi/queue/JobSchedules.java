package io.github.playlistsync.spi.queue;

import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is to be done every so often. One of the capabilities of a {@link JobQueue}.
 *
 * <p>A schedule that falls due makes one job, as {@link JobIntake#ensureAll} would, however many
 * processes there are. It is seen to by whoever calls {@link JobWork#exchange}; while nobody does,
 * it is late, and periods that were missed entirely are not made up for.
 */
public interface JobSchedules {

  /**
   * Sets the schedule of a user, in the place of any other. It falls due for the first time after
   * {@code every} plus a part of the jitter. Setting an equal one again changes nothing.
   */
  void schedule(SyncSchedule schedule);

  /**
   * Removes the schedule of a user. A job that it made stays.
   *
   * @return whether there was one
   */
  boolean unschedule(UserId user);

  /** The schedule of a user; empty if there is none. */
  Optional<SyncSchedule> scheduleOf(UserId user);

  /** When the schedule of a user falls due next; empty if there is none. */
  Optional<Instant> nextDue(UserId user);
}
