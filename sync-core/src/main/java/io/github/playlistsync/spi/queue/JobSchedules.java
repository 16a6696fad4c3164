package io.github.playlistsync.spi.queue;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.SyncSchedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Repeats work at intervals. One of the capabilities of a {@link JobQueue}.
 *
 * <p>A schedule that falls due makes one job, as by {@link JobIntake#ensureAll}, however many
 * processes run. Calls of {@link JobWork#exchange} check what is due. Without such calls a schedule
 * is late, and missed periods are not made up for.
 */
public interface JobSchedules {

  /**
   * Sets the schedule of a library or a playlist and replaces any other. It first falls due after
   * {@code every} plus a part of the jitter. Setting an equal one again changes nothing. While its
   * user is paused, it makes no job.
   */
  void schedule(SyncSchedule schedule);

  /**
   * Removes the schedule of {@code work}. A job that it made stays.
   *
   * @return whether there was one
   */
  boolean unschedule(JobSpec work);

  /** Returns the schedule of {@code work}; empty if there is none. */
  Optional<SyncSchedule> scheduleOf(JobSpec work);

  /** Returns when the schedule of {@code work} next falls due; empty if there is none. */
  Optional<Instant> nextDue(JobSpec work);

  /**
   * Returns all schedules, page by page, in a stable order of the queue's choice: one that is there
   * throughout is on exactly one page. Leaves out those that another version wrote and this one
   * cannot read.
   *
   * @param after the work of the last schedule of the previous page; null for the first page
   * @param limit the most schedules to return, from 1
   * @return empty after the last page
   */
  List<SyncSchedule> schedules(@Nullable JobSpec after, int limit);
}
