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
 * What workers do. One of the capabilities of a {@link JobQueue}.
 *
 * <p>Which job comes next: a higher {@link io.github.playlistsync.model.Priority} before a lower;
 * within a priority the users in turn, one job each; within a user the job that was enqueued first.
 * A job that was deferred, handed back or cut off has its old place in that order when it may run
 * again. A user has at most {@link QueueSettings#userLimit()} jobs running; the others of theirs
 * are passed over meanwhile.
 *
 * <p>A worker holds a job by a {@link JobLease}. It keeps the lease by telling the queue of itself
 * at least every third of {@link QueueSettings#lease()}. A lease that runs out is lost as soon as
 * anybody next asks for work: the job is queued again for somebody else, and whatever the late
 * worker still says of it is refused, since its {@linkplain JobLease#token() token} is no longer
 * the job's. At any moment at most one lease of a job is valid.
 *
 * <p>A job that cannot be read, because it is damaged or another version wrote it, is never handed
 * out: it ends as {@link io.github.playlistsync.model.JobState#FAILED} with the reason.
 */
public interface JobWork {

  /**
   * Ends the runs that {@code done} tells of and takes up to {@code want} new jobs. One exchange
   * with the queue does both, and an implementation may serve several threads that call at once
   * with one; so a worker that does one job after the other calls this in a loop.
   *
   * <p>What is done is settled before anything is waited for. The first jobs that are to be had end
   * the wait. Settling the same lease with the same call again changes nothing and is not refused,
   * so after a failure the call is repeated with the same {@code done}.
   *
   * @param worker a name for the caller, shown in the status of its jobs
   * @param done what became of jobs taken before; may be empty
   * @param want how many jobs to take at the most; 0 takes none and does not wait
   * @param maxWait how long to wait for the first job; zero or less does not wait
   * @return the jobs taken, and what was refused; no jobs if the time is over or the queue is
   *     closed
   * @throws IllegalArgumentException if {@code want} is negative, {@code worker} is empty or longer
   *     than 200 characters, or a job's children are more than {@link
   *     JobOutcome.FannedOut#MAX_CHILDREN}
   * @throws SyncInterruptedException if the thread is interrupted; its interrupt status is set, no
   *     job is taken, and whether {@code done} was settled is not known
   */
  Exchange exchange(String worker, List<Settlement> done, int want, Duration maxWait);

  /**
   * Tells that these jobs still run and how far they are, which renews their leases.
   *
   * @return what each of them shall do, in the order of {@code beats}
   */
  List<Directive> heartbeat(List<Heartbeat> beats);

  /** What the queue was set to; a worker finds the length of its leases here. */
  QueueSettings settings();

  /**
   * The end of one run.
   *
   * @param lease by which the job was held
   * @param outcome what became of it
   * @param progress how far the run came, which the job's status shows from now on; null if that is
   *     what the last heartbeat told
   */
  record Settlement(JobLease lease, JobOutcome outcome, @Nullable Progress progress) {

    /** The end of a run about whose progress there is nothing new. */
    public Settlement(JobLease lease, JobOutcome outcome) {
      this(lease, outcome, null);
    }

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a job that is not a user's library is split, or a child
     *     is no playlist, or another user's than the job itself
     */
    public Settlement {
      Objects.requireNonNull(lease, "lease");
      Objects.requireNonNull(outcome, "outcome");
      if (outcome instanceof JobOutcome.FannedOut fannedOut) {
        requireType(lease.spec(), JobType.SYNC_USER, "the job that is split");
        for (JobOutcome.Child child : fannedOut.children()) {
          requireType(child.spec(), JobType.SYNC_PLAYLIST, "a child");
          if (!child.spec().user().equals(lease.spec().user())) {
            throw new IllegalArgumentException(
                "a child is of %s; expected the job's own user %s"
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
   * What came of an exchange.
   *
   * @param leases the jobs taken
   * @param refused the leases that were lost before they were settled: their jobs belong to
   *     somebody else now, or have ended, and are unchanged
   */
  record Exchange(List<JobLease> leases, List<JobLease> refused) {

    /** Copies the lists. */
    public Exchange {
      leases = List.copyOf(leases);
      refused = List.copyOf(refused);
    }
  }
}
