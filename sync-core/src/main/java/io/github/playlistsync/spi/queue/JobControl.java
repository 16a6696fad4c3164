package io.github.playlistsync.spi.queue;

import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.UserId;
import java.util.Optional;

/** How people interfere. One of the capabilities of a {@link JobQueue}. */
public interface JobControl {

  /**
   * Asks for the end of a job. One that waits ends at once. One that runs is told by its next
   * heartbeat; if it does not end of itself but is deferred, handed back or cut off, it ends then.
   * One that waits for its children cancels those that were not asked for by themselves, and ends
   * with the last of its children.
   */
  Cancellation cancel(JobId job);

  /**
   * Enqueues the work of a job that failed or was canceled once more, with the same priority.
   *
   * @return the new job, or the one that waits for the same work already; empty if the job is not
   *     known, has not failed or been canceled, or cannot be read
   */
  Optional<JobId> retry(JobId job);

  /** Lets nobody claim anything from now on. What runs goes on, and jobs are still accepted. */
  void pause();

  /** Ends {@link #pause()}. Users who are paused by themselves stay so. */
  void resume();

  /** Lets nobody claim jobs of this user, and holds their schedule. */
  void pause(UserId user);

  /**
   * Ends {@link #pause(UserId)}. A schedule that fell due meanwhile makes one job.
   *
   * @return whether the user was paused
   */
  boolean resume(UserId user);

  /** Whether the user is paused by themselves. */
  boolean isPaused(UserId user);
}
