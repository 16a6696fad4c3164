package io.github.playlistsync.spi.queue;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.JobCounts;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Shows jobs. One of the capabilities of a {@link JobQueue}.
 *
 * <p>{@link QueueSettings} say how long ended jobs are kept. Then they are forgotten, the oldest
 * first.
 */
public interface JobInspection {

  /** Returns the state of a job; empty if it was never accepted, or is forgotten. */
  Optional<JobStatus> status(JobId job);

  /**
   * Returns a page of jobs. A user's jobs come newest first, the children of a parent oldest first;
   * without either, the order is the queue's own. A job that does not change meanwhile is on
   * exactly one page.
   *
   * @throws IllegalArgumentException if {@code filter.after()} is not a cursor of this queue
   */
  JobPage jobs(JobFilter filter);

  /** Counts all jobs. */
  JobCounts counts();

  /** Counts the jobs of a user. */
  JobCounts counts(UserId user);

  /**
   * Waits for a job to end. Does not block other calls.
   *
   * @param maxWait the longest wait; zero or less does not wait
   * @return the job's state then: ended, or not yet if the time is over or the queue is closed;
   *     empty if the job is unknown
   * @throws SyncInterruptedException if the thread is interrupted; its interrupt status is set
   */
  Optional<JobStatus> await(JobId job, Duration maxWait);

  /**
   * Waits for a job to end, without a thread. The future completes with what {@link #await} would
   * return, or with what it would throw, in a thread of the queue or the common pool: chain long
   * work with the {@code …Async} methods. To cancel the future ends the wait, not the job.
   *
   * @param maxWait the longest wait; with zero or less, the future completes at once
   */
  CompletableFuture<Optional<JobStatus>> awaitAsync(JobId job, Duration maxWait);

  /**
   * Waits for events. Every change of a job's state is an event. The queue keeps the newest, up to
   * about {@link QueueSettings#events()}, and says if it forgot some before they were read. Events
   * of one job come in order.
   *
   * @param after the {@link JobEvents#next()} of the previous call; null to start from now, which
   *     returns at once and without events
   * @param maxWait the longest wait if there are none; zero or less does not wait
   * @return the next events, up to a number of the queue's choice; none if the time is over or the
   *     queue is closed
   * @throws IllegalArgumentException if {@code after} is not a cursor of this queue
   * @throws SyncInterruptedException if the thread is interrupted; its interrupt status is set
   */
  JobEvents events(@Nullable String after, Duration maxWait);
}
