package io.github.playlistsync.spi.queue;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a run of a job ended. If the job was canceled meanwhile, an outcome that would let it
 * continue ends it as canceled instead.
 */
public sealed interface JobOutcome {

  /** A delay that is longer is shortened to this. */
  Duration LONGEST_DELAY = Duration.ofDays(365);

  /**
   * The job succeeded.
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
   * The job failed, and another attempt is of no use.
   *
   * @param error the error, in one line
   * @param report what it did; null for nothing
   */
  record Failed(String error, @Nullable String report) implements JobOutcome {

    /** Checks the error. */
    public Failed {
      Objects.requireNonNull(error, "error");
    }
  }

  /**
   * The run failed, and the job is attempted again. Uses an attempt. The caller knows {@link
   * JobLease#attempt()} and decides how many there are.
   *
   * @param delay the time until the next attempt; zero or less is at once
   * @param error the error, in one line
   */
  record Retry(Duration delay, String error) implements JobOutcome {

    /** Checks the parts and bounds the delay. */
    public Retry {
      delay = bounded(delay);
      Objects.requireNonNull(error, "error");
    }
  }

  /**
   * The job cannot continue yet. Uses no attempt. It takes no time of the caller's clock, which may
   * differ from the queue's.
   *
   * @param delay the time until it can continue; zero or less is at once
   * @param reason what it waits for, in a few words
   */
  record Deferred(Duration delay, String reason) implements JobOutcome {

    /** Checks the parts and bounds the delay. */
    public Deferred {
      delay = bounded(delay);
      Objects.requireNonNull(reason, "reason");
    }
  }

  private static Duration bounded(Duration delay) {
    Objects.requireNonNull(delay, "delay");
    if (delay.isNegative()) {
      return Duration.ZERO;
    }
    return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
  }

  /** The job yields, or its worker stops: it is queued again. Uses no attempt. */
  record HandedBack() implements JobOutcome {}

  /** The run stopped because the job was canceled. */
  record Canceled() implements JobOutcome {}

  /**
   * The job for a user's library adds jobs for their playlists, which cannot fan out again. They
   * are accepted in the same step, each as by {@link JobIntake#enqueue}; very many may come in
   * several, and if the worker dies between them, the job runs again and keeps those it has. The
   * job ends when the last of its children has ended: failed if one of them failed, else canceled
   * if one was canceled, else succeeded. Without children it succeeds at once.
   *
   * <p>A child whose work already waits adopts the waiting job, unless that has a parent. In that
   * case it runs for both parents, but only the first one counts it.
   *
   * @param report what the job itself did, in the engine's own form
   * @param children the work, each spec once
   */
  record FannedOut(String report, List<Child> children) implements JobOutcome {

    /** The most children that a job can have. */
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
   * The work of a child job.
   *
   * @param spec the work
   * @param priority its priority
   */
  record Child(JobSpec spec, Priority priority) {

    /** Checks the parts. */
    public Child {
      Objects.requireNonNull(spec, "spec");
      Objects.requireNonNull(priority, "priority");
    }
  }
}
