package io.github.playlistsync;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.report.UserStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Sync in the background: jobs that a queue keeps and workers run, in this process or in others.
 *
 * <p>Every method may be called from any thread, and throws {@link QueueUnavailableException} if
 * the queue cannot be reached.
 */
public interface BackgroundSync {

  /**
   * Sees to it that the playlist is synced after this moment. Asking for what waits already gives
   * that job's id, and raises its priority if this one is more urgent.
   */
  JobId enqueuePlaylistSync(UserId user, PlaylistId playlist, Priority priority);

  /**
   * Sees to it that the user's library is synced after this moment. The job reads the list and
   * makes a job for each playlist that may have changed; it ends when they have ended.
   */
  JobId enqueueUserSync(UserId user, Priority priority);

  /** How a job stands; empty if the queue never accepted it, or no longer keeps it. */
  Optional<JobStatus> status(JobId job);

  /** What a job reported; empty while it has not ended a run, or if another version wrote it. */
  Optional<SyncReport> report(JobId job);

  /** How things stand for a user. */
  UserStatus status(UserId user);

  /** A page of jobs. */
  JobPage jobs(JobFilter filter);

  /** Asks for the end of a job. One that runs stops at its next call to Spotify. */
  Cancellation cancel(JobId job);

  /**
   * Enqueues the work of a job that failed or was canceled once more.
   *
   * @return the new job, or the one that waits for the same already; empty if the job is not known
   *     or did not fail
   */
  Optional<JobId> retry(JobId job);

  /**
   * Syncs the user's library every so often from now on, at low priority, in the place of any other
   * schedule of theirs.
   *
   * @param every 1 second or more
   * @throws IllegalArgumentException if {@code every} is under a second
   */
  void schedule(UserId user, Duration every);

  /**
   * Ends the schedule of a user.
   *
   * @return whether there was one
   */
  boolean unschedule(UserId user);

  /** Lets no worker take a job of this user. What runs goes on, and jobs are still accepted. */
  void pause(UserId user);

  /** Ends {@link #pause(UserId)}. */
  void resume(UserId user);

  /**
   * Waits for a job to end.
   *
   * @param timeout how long at the most; zero or less does not wait
   * @return how it stands then, ended or not; empty if the queue does not know it
   * @throws SyncInterruptedException if the thread is interrupted
   */
  Optional<JobStatus> await(JobId job, Duration timeout);

  /**
   * Starts workers on threads of the engine's own.
   *
   * @param count how many jobs run at once in this process, 1 to 1,000; adds to those started
   *     before
   * @throws IllegalArgumentException if {@code count} is out of range
   * @throws IllegalStateException if the engine is closed
   */
  void startWorkers(int count);

  /**
   * Starts workers on the host's threads. Each occupies a thread until the engine is closed.
   *
   * @param count how many jobs run at once in this process, 1 to 1,000; adds to those started
   *     before
   * @param executor must run {@code count} tasks at once
   * @throws IllegalArgumentException if {@code count} is out of range
   * @throws IllegalStateException if the engine is closed
   */
  void startWorkers(int count, Executor executor);
}
