package io.github.playlistsync.spi.queue;

import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Repeats work at intervals. One of the capabilities of a {@link JobQueue}.
 *
 * <p>A schedule that falls due makes one job, as by {@link JobIntake#ensureAll}, however many
 * processes run. Calls of {@link JobWork#exchange} check what is due. Without such calls a schedule
 * is late, and missed periods are not made up for.
 */
public interface JobSchedules {

  /**
   * Sets the schedule of a user and replaces any other. It first falls due after {@code every} plus
   * a part of the jitter. Setting an equal one again changes nothing.
   */
  void schedule(SyncSchedule schedule);

  /**
   * Removes the schedule of a user. A job that it made stays.
   *
   * @return whether there was one
   */
  boolean unschedule(UserId user);

  /** Returns the schedule of a user; empty if there is none. */
  Optional<SyncSchedule> scheduleOf(UserId user);

  /** Returns when the schedule of a user next falls due; empty if there is none. */
  Optional<Instant> nextDue(UserId user);
}
