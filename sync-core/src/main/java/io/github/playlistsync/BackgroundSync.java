package io.github.playlistsync;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobCounts;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.report.UserStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Syncs in the background: a queue keeps jobs, and workers run them, in this process or in others.
 *
 * <p>All methods are safe for use by several threads. They throw {@link IllegalStateException} once
 * the engine is closed, and {@link QueueUnavailableException} if the queue cannot be reached. The
 * methods about schedules, {@link #reauthorized}, {@link #status(UserId)} and {@link #report} use
 * the database, too: they throw {@link StoreUnavailableException} if it cannot be reached, and
 * {@link StoreException} if it refuses.
 */
public interface BackgroundSync {

  /**
   * Enqueues a sync of the playlist that starts after this call. If one waits already, returns its
   * id, and raises its priority if this one is more urgent.
   *
   * @throws IllegalArgumentException if {@code playlist} is the Liked Songs of another user
   */
  JobId enqueuePlaylistSync(UserId user, PlaylistId playlist, Priority priority);

  /**
   * Enqueues a sync of the user's library that starts after this call. The job reads the list and
   * adds a child job for each playlist that may have changed; it ends when its children have ended.
   */
  JobId enqueueUserSync(UserId user, Priority priority);

  /** Returns the state of a job; empty if the queue never accepted it or no longer keeps it. */
  Optional<JobStatus> status(JobId job);

  /**
   * Returns the report of a job's last run; empty before a run has ended, or if another version
   * wrote it.
   */
  Optional<SyncReport> report(JobId job);

  /** Returns the state of a user: jobs, last sync, schedule and authorization. */
  UserStatus status(UserId user);

  /** Returns a page of jobs. */
  JobPage jobs(JobFilter filter);

  /** Cancels a job. A running job stops at its next request to Spotify. */
  Cancellation cancel(JobId job);

  /**
   * Enqueues the work of a failed or canceled job again.
   *
   * @return the new job, or the one that already waits for the same work; empty if the job is
   *     unknown or neither failed nor was canceled
   */
  Optional<JobId> retry(JobId job);

  /**
   * Syncs the user's library at an interval from now on, at low priority. Replaces the schedule of
   * the library; those of single playlists stay.
   *
   * @param every the interval, 1 second or more
   * @throws IllegalArgumentException if {@code every} is under a second
   */
  void schedule(UserId user, Duration every);

  /**
   * Syncs one playlist at an interval from now on, at low priority, next to a schedule of the whole
   * library or without one. Replaces the schedule of the playlist, which stays until {@link
   * #unschedule(UserId, PlaylistId)}, also when the user unfollows the playlist.
   *
   * @param every the interval, 1 second or more
   * @throws IllegalArgumentException if {@code every} is under a second, or {@code playlist} is the
   *     Liked Songs of another user
   */
  void schedule(UserId user, PlaylistId playlist, Duration every);

  /**
   * Removes the schedule of the user's library. Those of single playlists stay.
   *
   * @return whether there was one
   */
  boolean unschedule(UserId user);

  /**
   * Removes the schedule of one playlist.
   *
   * @return whether there was one
   */
  boolean unschedule(UserId user, PlaylistId playlist);

  /** Returns the user's schedules: first that of the library, then those of playlists by id. */
  List<SyncSchedule> schedules(UserId user);

  /** Returns when the schedule of one playlist is next due; empty if there is none. */
  Optional<Instant> nextSync(UserId user, PlaylistId playlist);

  /**
   * Ends the suspension of a user: they authorized the application again, granted the scope, or are
   * on the application's list now. Their schedules go on as before, and what these sync is synced
   * at once, or after a sync of it that runs. While a user is suspended, a schedule tries once a
   * day.
   */
  void reauthorized(UserId user);

  /**
   * Pauses a user: workers take none of their jobs. Running jobs continue, and new ones are
   * accepted.
   */
  void pause(UserId user);

  /** Ends {@link #pause(UserId)}. */
  void resume(UserId user);

  /** Pauses everybody: no worker, wherever it is, takes a job. Running jobs continue. */
  void pause();

  /** Ends {@link #pause()}. Users who are paused by themselves stay so. */
  void resume();

  /** Returns how many jobs of all users are in each state. */
  JobCounts counts();

  /** Returns how many workers this process has now. */
  int workers();

  /**
   * Waits for a job to end.
   *
   * @param timeout the longest wait; zero or less does not wait
   * @return the job's state then, ended or not; empty if the queue does not know it
   * @throws SyncInterruptedException if the thread is interrupted
   */
  Optional<JobStatus> await(JobId job, Duration timeout);

  /**
   * Waits for a job to end, without a thread, as a reactive host needs it. The future completes
   * with what {@link #await} would return, or with what it would throw, in a thread of the queue or
   * the common pool: chain long work with the {@code …Async} methods. To cancel the future ends the
   * wait, not the job.
   *
   * @param timeout the longest wait; with zero or less, the future completes at once
   */
  CompletableFuture<Optional<JobStatus>> awaitAsync(JobId job, Duration timeout);

  /**
   * Starts workers on the engine's own threads.
   *
   * @param count how many more jobs may run at once in this process, 1 to 1,000
   * @throws IllegalArgumentException if {@code count} is out of range
   */
  void startWorkers(int count);

  /**
   * Starts workers on the host's threads. Each occupies a thread until the engine is closed; an
   * executor that runs its tasks in the calling thread therefore keeps this call until then.
   *
   * @param count how many more jobs may run at once in this process, 1 to 1,000
   * @param executor must run {@code count} tasks at once
   * @throws IllegalArgumentException if {@code count} is out of range
   * @throws java.util.concurrent.RejectedExecutionException if the executor refuses; workers that
   *     it accepted before stay
   */
  void startWorkers(int count, Executor executor);
}
