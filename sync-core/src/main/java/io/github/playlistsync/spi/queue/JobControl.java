package io.github.playlistsync.spi.queue;

import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.QueueRepair;
import io.github.playlistsync.model.UserId;
import java.util.Optional;

/** Cancels, retries, pauses and repairs jobs. One of the capabilities of a {@link JobQueue}. */
public interface JobControl {

  /**
   * Cancels a job. A waiting job ends at once. A running job learns of it by its next heartbeat; if
   * its run does not end the job, but defers it, hands it back or loses its lease, the job ends
   * then. A job that waits for its children cancels those that nobody else asked for, and ends with
   * the last of its children.
   */
  Cancellation cancel(JobId job);

  /**
   * Enqueues the work of a failed or canceled job again, with the same priority.
   *
   * @return the new job, or the one that already waits for the same work; empty if the job is
   *     unknown, unreadable, or neither failed nor canceled
   */
  Optional<JobId> retry(JobId job);

  /** Pauses the queue: nobody can claim a job. Running jobs continue, and new ones are accepted. */
  void pause();

  /** Ends {@link #pause()}. Users who are paused themselves stay paused. */
  void resume();

  /** Pauses a user: nobody can claim their jobs, and their schedule is held. */
  void pause(UserId user);

  /**
   * Ends {@link #pause(UserId)}. A schedule that fell due meanwhile makes one job.
   *
   * @return whether the user was paused
   */
  boolean resume(UserId user);

  /** Whether the user is paused themselves. */
  boolean isPaused(UserId user);

  /**
   * Looks at every job and at all that is kept of it, and makes right what does not agree, as after
   * a loss of writes; what it cannot, it names. A job that cannot be read fails. What is right, it
   * leaves as it is, so that a second repair finds nothing but what the first could not mend.
   * Others may use the queue meanwhile; a repair that is cut short leaves nothing worse than it
   * was.
   */
  QueueRepair repair();
}
