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
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of the jobs. One of the capabilities of a {@link JobQueue}.
 *
 * <p>Ended jobs are kept as {@link QueueSettings} say and forgotten then, the oldest first.
 */
public interface JobInspection {

  /** How a job stands; empty if it was never accepted, or is forgotten. */
  Optional<JobStatus> status(JobId job);

  /**
   * A page of jobs. Jobs of one user come newest first, children of a parent oldest first; the
   * order of everybody's is the queue's own. A job that does not change while one goes from page to
   * page is seen once.
   *
   * @throws IllegalArgumentException if {@code filter.after()} is none that this queue gave
   */
  JobPage jobs(JobFilter filter);

  /** How many jobs there are. */
  JobCounts counts();

  /** How many jobs of this user there are. */
  JobCounts counts(UserId user);

  /**
   * Waits for a job to end. Other calls are not held up meanwhile.
   *
   * @param maxWait how long at the most; zero or less does not wait
   * @return how the job stands then: ended, or not yet if the time is over or the queue is closed;
   *     empty if it is not known
   * @throws SyncInterruptedException if the thread is interrupted; its interrupt status is set
   */
  Optional<JobStatus> await(JobId job, Duration maxWait);

  /**
   * Waits for something to happen. Every change of a job's state is an event; the newest are kept,
   * up to {@link QueueSettings#events()}. Events of one job come in their order.
   *
   * @param after the {@link JobEvents#next()} of the call before; null to begin with what happens
   *     from now on, and then the answer comes at once and has no events
   * @param maxWait how long at the most if there are none; zero or less does not wait
   * @return the next events, in reasonable number; none if the time is over or the queue is closed
   * @throws IllegalArgumentException if {@code after} is none that this queue gave
   * @throws SyncInterruptedException if the thread is interrupted; its interrupt status is set
   */
  JobEvents events(@Nullable String after, Duration maxWait);
}
