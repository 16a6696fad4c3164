package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stood at one moment.
 *
 * @param id its id
 * @param spec what it is about; null if that cannot be read; such a job is {@link JobState#FAILED},
 *     or will be when its turn comes, and {@code error} says why
 * @param state where it stands
 * @param priority how urgent it is
 * @param tries how often it was tried
 * @param progress what its worker told last; {@link Progress#NONE} before that
 * @param waiting until when it waits and why: to run, if it is {@link JobState#DEFERRED}, which has
 *     one always; inside its run, if it is {@link JobState#RUNNING} and its worker told so last;
 *     null otherwise
 * @param parent the job that made it; null for one that was asked for by itself
 * @param children the jobs that it made, counted
 * @param times when what happened
 * @param worker who runs it, or ran it last; null before it was first taken
 * @param result what its last run reported, in the engine's own form; null before that
 * @param error what went wrong last; null if nothing did, or the job has succeeded since
 */
public record JobStatus(
    JobId id,
    @Nullable JobSpec spec,
    JobState state,
    Priority priority,
    Tries tries,
    Progress progress,
    @Nullable Wait waiting,
    @Nullable JobId parent,
    Children children,
    Times times,
    @Nullable String worker,
    @Nullable String result,
    @Nullable String error) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if a part that must be there is null
   * @throws IllegalArgumentException if it waits in a state in which a job does not, or a deferred
   *     one does not wait
   */
  public JobStatus {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(priority, "priority");
    Objects.requireNonNull(tries, "tries");
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(children, "children");
    Objects.requireNonNull(times, "times");
    boolean fits = waiting == null ? state != JobState.DEFERRED : mayWait(state);
    if (!fits) {
      throw new IllegalArgumentException("waiting is " + waiting + " for a job that is " + state);
    }
  }

  private static boolean mayWait(JobState state) {
    return state == JobState.DEFERRED || state == JobState.RUNNING;
  }

  /**
   * How often a job was tried.
   *
   * @param attempts how many runs came to an end of their own: done, failed, or split into
   *     children; a run that was deferred, handed back or cut off is none
   * @param leaseLosses how many runs were cut off because their worker fell silent
   */
  public record Tries(int attempts, int leaseLosses) {}

  /**
   * The jobs that a job made, added up.
   *
   * @param total how many it made
   * @param succeeded how many of them succeeded
   * @param failed how many failed
   * @param canceled how many were canceled
   */
  public record Children(int total, int succeeded, int failed, int canceled) {

    /** No children. */
    public static final Children NONE = new Children(0, 0, 0, 0);

    /** How many of them have ended. */
    public int ended() {
      return succeeded + failed + canceled;
    }
  }

  /**
   * When what happened, by the queue's clock.
   *
   * @param created when it was enqueued
   * @param started when it was last taken by a worker; null before
   * @param ended when it ended; null before
   */
  public record Times(Instant created, @Nullable Instant started, @Nullable Instant ended) {

    /** Checks the parts. */
    public Times {
      Objects.requireNonNull(created, "created");
    }
  }
}
