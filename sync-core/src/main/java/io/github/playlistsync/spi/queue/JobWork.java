package io.github.playlistsync.spi.queue;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobType;
import io.github.playlistsync.model.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives jobs to workers. One of the capabilities of a {@link JobQueue}.
 *
 * <p>The order of jobs: a higher {@link io.github.playlistsync.model.Priority} before a lower;
 * within a priority the users in rotation, one job each; within a user the job that was enqueued
 * first. So that no priority starves, every sixteenth job is of a lower one if one waits. A job
 * that was handed back or lost its lease keeps its original position in that order; one that was
 * deferred comes back among the next of its user. A user has at most {@link
 * QueueSettings#userLimit()} running jobs; while they do, the queue passes over their others.
 *
 * <p>A worker holds a job by a {@link JobLease}, and sends a heartbeat at least every third of
 * {@link QueueSettings#lease()} to keep it. An expired lease is lost as soon as anybody asks for
 * work: the job is queued again. The queue refuses whatever the late worker still sends, since its
 * {@linkplain JobLease#token() token} is no longer the job's. At any moment a job has at most one
 * valid lease.
 *
 * <p>A job that cannot be read, because it is damaged, is never leased: it ends as {@link
 * io.github.playlistsync.model.JobState#FAILED} with the reason. One that a newer version wrote is
 * deferred until one of its workers asks for jobs.
 */
public interface JobWork {

  /**
   * Settles the runs in {@code done} and claims up to {@code want} new jobs, both in one exchange.
   * A worker that does one job after another calls this in a loop. An implementation may combine
   * the simultaneous calls of several threads.
   *
   * <p>Settles before it waits. Returns as soon as one job is available. Settling a lease again
   * with the same settlement changes nothing and is not refused, so repeat the call with the same
   * {@code done} after a failure.
   *
   * @param worker a name of the caller, shown in the status of its jobs
   * @param done the runs that ended; may be empty
   * @param want the most jobs to claim; 0 claims none and does not wait
   * @param maxWait the longest wait for the first job; zero or less does not wait
   * @return the claimed jobs and the refused settlements; no jobs if the time is over or the queue
   *     is closed
   * @throws IllegalArgumentException if {@code want} is negative, {@code worker} is empty or longer
   *     than 200 characters, or a job has more children than {@link
   *     JobOutcome.FannedOut#MAX_CHILDREN}
   * @throws SyncInterruptedException if the thread is interrupted; its interrupt status is set, no
   *     job is claimed, and whether {@code done} was settled is unknown
   */
  Exchange exchange(String worker, List<Settlement> done, int want, Duration maxWait);

  /**
   * Renews the leases of running jobs and reports their progress.
   *
   * @return what each of them must do, in the order of {@code beats}
   */
  List<Directive> heartbeat(List<Heartbeat> beats);

  /** Returns the settings of the queue, such as the length of leases. */
  QueueSettings settings();

  /**
   * The end of one run.
   *
   * @param lease the lease of the job
   * @param outcome how the run ended
   * @param progress the progress that the job's status shows from now on; null keeps that of the
   *     last heartbeat
   */
  record Settlement(JobLease lease, JobOutcome outcome, @Nullable Progress progress) {

    /** Ends a run and keeps the progress of its last heartbeat. */
    public Settlement(JobLease lease, JobOutcome outcome) {
      this(lease, outcome, null);
    }

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a job that is not a user's library fans out, or a child
     *     is not a playlist or is of another user
     */
    public Settlement {
      Objects.requireNonNull(lease, "lease");
      Objects.requireNonNull(outcome, "outcome");
      if (outcome instanceof JobOutcome.FannedOut fannedOut) {
        requireType(lease.spec(), JobType.SYNC_USER, "the job that fans out");
        for (JobOutcome.Child child : fannedOut.children()) {
          requireType(child.spec(), JobType.SYNC_PLAYLIST, "a child");
          if (!child.spec().user().equals(lease.spec().user())) {
            throw new IllegalArgumentException(
                "a child is of %s; expected the parent's user %s"
                    .formatted(child.spec().user(), lease.spec().user()));
          }
        }
      }
    }

    private static void requireType(JobSpec spec, JobType type, String what) {
      if (spec.type() != type) {
        throw new IllegalArgumentException(
            "%s is of type %s; expected %s".formatted(what, spec.type(), type));
      }
    }
  }

  /**
   * The result of an exchange.
   *
   * @param leases the claimed jobs
   * @param refused the leases that were lost before they were settled; their jobs, which have
   *     another lease or have ended, are unchanged
   */
  record Exchange(List<JobLease> leases, List<JobLease> refused) {

    /** Copies the lists. */
    public Exchange {
      leases = List.copyOf(leases);
      refused = List.copyOf(refused);
    }
  }
}
