package io.github.playlistsync.spi.queue;

/**
 * Keeps the jobs of an application: those that wait, those that run, and how they ended.
 *
 * <p>A job has one id from the call that accepted it until it is forgotten, and ends once. Its
 * state changes only like this:
 *
 * <pre>
 * QUEUED, DEFERRED --claim--> RUNNING --settle--> SUCCEEDED | FAILED | CANCELED
 *                             RUNNING --settle--> DEFERRED | QUEUED
 *                             RUNNING --settle--> WAITING --children end--> SUCCEEDED | FAILED | CANCELED
 *                             RUNNING --lease expires--> QUEUED, or FAILED after too many times
 * QUEUED, DEFERRED --cancel--> CANCELED
 * </pre>
 *
 * <p>All methods are safe for use by several threads and, with a shared implementation, by several
 * processes. Each call takes effect completely or not at all, and may be repeated after a failure.
 * All throw:
 *
 * <ul>
 *   <li>{@link io.github.playlistsync.error.QueueUnavailableException} if the queue cannot be
 *       reached within a bounded time; whether the call took effect is then unknown;
 *   <li>{@link NullPointerException} for null where it is not allowed, naming the argument;
 *   <li>{@link IllegalStateException} after {@link #close()}.
 * </ul>
 */
public interface JobQueue
    extends JobIntake, JobWork, JobInspection, JobControl, JobSchedules, AutoCloseable {

  /**
   * Ends waiting calls and frees what this object made; the jobs stay. Waiting calls return what
   * they have. Leases stay valid until they expire. Closing twice is harmless.
   */
  @Override
  void close();
}
