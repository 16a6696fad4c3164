package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job at one moment. Hosts receive it; queues construct it, and it may get more components in any
 * release.
 *
 * @param id its id
 * @param spec its work; null if that is unreadable: such a job is {@link JobState#FAILED}, or will
 *     be once it is claimed, and {@code error} says why
 * @param state its state
 * @param priority its priority
 * @param tries how often it was tried
 * @param progress what its worker last reported; {@link Progress#NONE} before that
 * @param waiting until when it waits and why. A {@link JobState#DEFERRED} job always has one; a
 *     {@link JobState#RUNNING} job has one if its worker last reported that its run waits; null
 *     otherwise
 * @param parent the job that made it; null if a caller enqueued it
 * @param children its children, counted
 * @param times when it was created, started and ended
 * @param worker the worker that runs it, or ran it last; null before the first run
 * @param result the report of its last run, in the engine's own form; null before that
 * @param error the last error; null if there was none, or the job has succeeded since
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
   * @throws IllegalArgumentException if it waits in a state in which jobs do not, or is deferred
   *     and does not wait
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
   * @param attempts how many runs ended by themselves: succeeded, failed, or fanned out; a run that
   *     was deferred, handed back or lost its lease does not count
   * @param leaseLosses how many runs lost their lease because the worker fell silent
   */
  public record Tries(int attempts, int leaseLosses) {}

  /**
   * The children of a job, counted.
   *
   * @param total how many there are
   * @param succeeded how many of them succeeded
   * @param failed how many failed
   * @param canceled how many were canceled
   */
  public record Children(int total, int succeeded, int failed, int canceled) {

    /** No children. */
    public static final Children NONE = new Children(0, 0, 0, 0);

    /** Returns how many of them have ended. */
    public int ended() {
      return succeeded + failed + canceled;
    }
  }

  /**
   * The times of a job, by the queue's clock.
   *
   * @param created when it was enqueued
   * @param started when it was last claimed; null before
   * @param ended when it ended; null before
   */
  public record Times(Instant created, @Nullable Instant started, @Nullable Instant ended) {

    /** Checks the parts. */
    public Times {
      Objects.requireNonNull(created, "created");
    }
  }
}
