package io.github.playlistsync.spi.queue;

/**
 * The jobs of an application: what waits, what runs, what became of it.
 *
 * <p>A job has one id from the call that accepted it until it is forgotten, and ends once. Its
 * state moves so, and no other way:
 *
 * <pre>
 * QUEUED, DEFERRED --claim--> RUNNING --settle--> SUCCEEDED | FAILED | CANCELED
 *                             RUNNING --settle--> DEFERRED | QUEUED
 *                             RUNNING --settle--> WAITING --children end--> SUCCEEDED | FAILED | CANCELED
 *                             RUNNING --lease runs out--> QUEUED, or FAILED after too many times
 * QUEUED, DEFERRED --cancel--> CANCELED
 * </pre>
 *
 * <p>Every method may be called from several threads and, with a shared implementation, from
 * several processes. Each call takes effect as a whole or not at all, and may be repeated after a
 * failure. All throw:
 *
 * <ul>
 *   <li>{@link io.github.playlistsync.error.QueueUnavailableException} if the queue cannot be
 *       reached within a bounded time; whether the call took effect is not known then;
 *   <li>{@link NullPointerException} for null where it is not allowed, naming the argument;
 *   <li>{@link IllegalStateException} after {@link #close()}.
 * </ul>
 */
public interface JobQueue
    extends JobIntake, JobWork, JobInspection, JobControl, JobSchedules, AutoCloseable {

  /**
   * Ends what waits in this object and frees what it made; the jobs stay. Calls that wait return
   * what they have. Leases that are out stay valid until they run out. Doing it twice is harmless.
   */
  @Override
  void close();
}
