package io.github.playlistsync.memory;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job as the queue keeps it. Guarded by the queue's lock. */
final class JobEntry {
  final JobId id;
  final JobSpec spec;

  /** The job's place in the order of all jobs, which it keeps however often it is queued again. */
  final long place;

  final Instant created;
  JobState state = JobState.QUEUED;
  Priority priority;
  int attempts;
  int leaseLosses;
  Progress progress = Progress.NONE;

  /** Until when and why it is deferred; null unless it is. */
  @Nullable Wait deferral;

  /** What its run waits for; null if it does not, or none runs. */
  @Nullable Wait runWaiting;

  @Nullable Instant started;
  @Nullable Instant ended;
  @Nullable String worker;
  @Nullable String result;
  @Nullable String error;

  /** Somebody asked for it by itself, so that a parent's end does not end it. */
  boolean wanted;

  boolean cancelAsked;
  @Nullable JobEntry parent;
  final List<JobEntry> children = new ArrayList<>();
  long token;
  long settledToken;
  Instant leasedUntil = Instant.MIN;

  JobEntry(JobId id, JobSpec spec, Priority priority, long place, Instant created) {
    this.id = id;
    this.spec = spec;
    this.priority = priority;
    this.place = place;
    this.created = created;
  }

  boolean isWaiting() {
    return state == JobState.QUEUED || state == JobState.DEFERRED;
  }

  /**
   * When something is to be done with it though nobody calls; only while it is deferred or runs.
   */
  Instant due() {
    return deferral == null ? leasedUntil : deferral.until();
  }

  boolean isHeldBy(long leaseToken) {
    return state == JobState.RUNNING && token == leaseToken;
  }

  List<JobEntry> childrenInOrder() {
    return children.stream().sorted(Comparator.comparingLong(child -> child.place)).toList();
  }

  JobStatus.Children countChildren() {
    return new JobStatus.Children(
        children.size(),
        childrenIn(JobState.SUCCEEDED),
        childrenIn(JobState.FAILED),
        childrenIn(JobState.CANCELED));
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
        countChildren(),
        new JobStatus.Times(created, started, ended),
        worker,
        result,
        error);
  }

  private int childrenIn(JobState end) {
    return (int) children.stream().filter(child -> child.state == end).count();
  }
}
