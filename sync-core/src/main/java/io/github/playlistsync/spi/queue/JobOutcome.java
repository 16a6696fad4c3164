package io.github.playlistsync.spi.queue;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a run. Where somebody asked for the end of the job meanwhile, the outcomes that
 * would let it go on end it as canceled instead.
 */
public sealed interface JobOutcome {

  /**
   * It is done.
   *
   * @param report what it did, in the engine's own form; the queue keeps it with the job
   */
  record Succeeded(String report) implements JobOutcome {

    /** Checks the report. */
    public Succeeded {
      Objects.requireNonNull(report, "report");
    }
  }

  /**
   * It failed, and trying again is no use.
   *
   * @param error what went wrong, in one line
   * @param report what it did; null for nothing
   */
  record Failed(String error, @Nullable String report) implements JobOutcome {

    /** Checks the error. */
    public Failed {
      Objects.requireNonNull(error, "error");
    }
  }

  /**
   * It failed, and shall be tried again. Uses an attempt. How often is the caller's to decide, who
   * knows {@link JobLease#attempt()}.
   *
   * @param delay the time until the next attempt; zero or less is at once
   * @param error what went wrong, in one line
   */
  record Retry(Duration delay, String error) implements JobOutcome {

    /** Checks the parts. */
    public Retry {
      Objects.requireNonNull(delay, "delay");
      Objects.requireNonNull(error, "error");
    }
  }

  /**
   * It cannot go on before a time. Uses no attempt.
   *
   * @param until from when it may go on; a time that is over is at once
   * @param reason what it waits for, in a few words
   */
  record Deferred(Instant until, String reason) implements JobOutcome {

    /** Checks the parts. */
    public Deferred {
      Objects.requireNonNull(until, "until");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** It makes way, or its worker stops: it is queued again. Uses no attempt. */
  record HandedBack() implements JobOutcome {}

  /** It stopped because somebody asked for its end. */
  record Canceled() implements JobOutcome {}

  /**
   * The work of a job for a user's library is split into jobs for playlists of theirs, which cannot
   * be split again. They are accepted in the same step, each as {@link JobIntake#enqueue} would.
   * The job ends when the last of them has ended: as failed if one of them failed, else as canceled
   * if one was canceled, else as succeeded. Without children it succeeds at once.
   *
   * <p>A child that finds its work waiting already takes that job as its own, unless another parent
   * waits for it; then it is done for both, but only the first parent counts it.
   *
   * @param report what the job itself did, in the engine's own form
   * @param children the work, each spec once
   */
  record FannedOut(String report, List<Child> children) implements JobOutcome {

    /** How many children a job can have. */
    public static final int MAX_CHILDREN = 20_000;

    /**
     * Checks the report and copies the list.
     *
     * @throws IllegalArgumentException if there are more than {@link #MAX_CHILDREN} children
     */
    public FannedOut {
      Objects.requireNonNull(report, "report");
      children = List.copyOf(children);
      if (children.size() > MAX_CHILDREN) {
        throw new IllegalArgumentException(
            children.size() + " children; at most " + MAX_CHILDREN + " are allowed");
      }
    }
  }

  /**
   * Work that a job splits off.
   *
   * @param spec what it is about
   * @param priority how urgent it is
   */
  record Child(JobSpec spec, Priority priority) {

    /** Checks the parts. */
    public Child {
      Objects.requireNonNull(spec, "spec");
      Objects.requireNonNull(priority, "priority");
    }
  }
}
