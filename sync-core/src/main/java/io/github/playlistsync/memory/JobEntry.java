package io.github.playlistsync.memory;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.Wait;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job in the queue. Guarded by the queue's lock. */
final class JobEntry {
  final JobId id;
  final JobSpec spec;

  /** Orders all jobs; a job keeps its number however often it is queued again. */
  final long number;

  final Instant created;
  JobState state = JobState.QUEUED;
  Priority priority;
  int attempts;
  int leaseLosses;

  /** Its place in {@link FairOrder}, which it keeps while it runs; negative if it has none yet. */
  long tag = -1;

  Progress progress = Progress.NONE;

  /** Until when and why it is deferred; null unless it is. */
  @Nullable Wait deferral;

  /** How long it is deferred. */
  Duration delay = Duration.ZERO;

  /** What its run waits for; null if it does not, or none runs. */
  @Nullable Wait runWaiting;

  @Nullable Instant started;
  @Nullable Instant ended;
  @Nullable String worker;
  @Nullable String result;
  @Nullable String error;

  /** A caller or a schedule enqueued it, so that canceling its parent does not cancel it. */
  boolean wanted;

  boolean cancelAsked;
  @Nullable JobEntry parent;
  final Children children = new Children();
  long token;
  long settledToken;
  Instant leasedUntil = Instant.MIN;

  JobEntry(JobId id, JobSpec spec, Priority priority, long number, Instant created) {
    this.id = id;
    this.spec = spec;
    this.priority = priority;
    this.number = number;
    this.created = created;
  }

  boolean isWaiting() {
    return state == JobState.QUEUED || state == JobState.DEFERRED;
  }

  /** When its lease or its deferral ends. Only for a job that runs or is deferred. */
  Instant due() {
    return deferral == null ? leasedUntil : deferral.until();
  }

  boolean isHeldBy(long leaseToken) {
    return state == JobState.RUNNING && token == leaseToken;
  }

  JobStatus status() {
    return new JobStatus(
        id,
        spec,
        state,
        priority,
        new JobStatus.Tries(attempts, leaseLosses),
        progress,
        deferral == null ? runWaiting : deferral,
        parent == null ? null : parent.id,
        children.count(),
        new JobStatus.Times(created, started, ended),
        worker,
        result,
        error);
  }
}
