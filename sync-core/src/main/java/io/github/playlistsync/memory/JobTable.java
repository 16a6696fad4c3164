package io.github.playlistsync.memory;

import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobEvent;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All jobs, and the moves that they make. A job that has not ended is in exactly one place: in a
 * lane, in {@link #deferred}, in {@link #running}, waiting for its children, or held behind the job
 * that does the same work now. Guarded by the queue's lock.
 */
final class JobTable {
  private final QueueSettings settings;
  private final JobArchive archive;
  private final NavigableMap<Long, JobEntry> byPlace = new TreeMap<>();
  private final Map<UserId, NavigableMap<Long, JobEntry>> byUser = new HashMap<>();
  private final Map<JobId, JobEntry> byId = new HashMap<>();

  /** The job that does, or will do next, what the spec says. */
  private final Map<JobSpec, JobEntry> current = new HashMap<>();

  /** The job that is held behind {@link #current}. */
  private final Map<JobSpec, JobEntry> followUps = new HashMap<>();

  /** Ordered by a time that does not change while a job is deferred. */
  private final NavigableSet<JobEntry> deferred =
      new TreeSet<>(
          Comparator.comparing(JobEntry::due).thenComparingLong((JobEntry job) -> job.place));

  private final NavigableMap<Long, JobEntry> running = new TreeMap<>();
  private long lastPlace;

  final FairOrder lanes;
  final EventLog events;

  JobTable(QueueSettings settings) {
    this.settings = settings;
    this.lanes = new FairOrder(settings.userLimit());
    this.events = new EventLog(settings.events());
    this.archive = new JobArchive(settings, this::forget);
  }

  Optional<JobEntry> find(JobId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** All jobs, or a user's, the newest first. */
  Iterable<JobEntry> newestFirst(@Nullable UserId user) {
    NavigableMap<Long, JobEntry> all =
        user == null ? byPlace : byUser.getOrDefault(user, new TreeMap<>());
    return all.descendingMap().values();
  }

  JobEntry ensure(JobSpec spec, Priority priority, Instant now) {
    JobEntry holder = current.get(spec);
    JobEntry job = holder == null ? create(spec, priority, now) : holder;
    job.wanted = true;
    return job;
  }

  JobEntry enqueue(JobSpec spec, Priority priority, @Nullable JobEntry parent, Instant now) {
    JobEntry holder = current.get(spec);
    JobEntry followUp = followUps.get(spec);
    JobEntry job;
    if (holder == null) {
      job = create(spec, priority, now);
    } else if (followUp != null) {
      raise(holder, priority);
      raise(followUp, priority);
      job = followUp;
    } else if (holder.isWaiting()) {
      raise(holder, priority);
      job = holder;
    } else {
      job = create(spec, priority, now);
    }
    if (parent == null) {
      job.wanted = true;
    } else if (job.parent == null) {
      job.parent = parent;
      parent.children.add(job);
    }
    return job;
  }

  private JobEntry create(JobSpec spec, Priority priority, Instant now) {
    JobEntry job = new JobEntry(JobId.random(), spec, priority, ++lastPlace, now);
    byId.put(job.id, job);
    byPlace.put(job.place, job);
    byUser.computeIfAbsent(spec.user(), user -> new TreeMap<>()).put(job.place, job);
    if (current.putIfAbsent(spec, job) == null) {
      lanes.add(job);
    } else {
      followUps.put(spec, job);
    }
    events.add(new JobEvent(job.id, JobState.QUEUED, now));
    return job;
  }

  private void raise(JobEntry job, Priority priority) {
    if (!job.isWaiting() || priority.compareTo(job.priority) >= 0) {
      return;
    }
    boolean inLane = job.state == JobState.QUEUED && current.get(job.spec) == job;
    if (inLane) {
      lanes.remove(job);
    }
    job.priority = priority;
    if (inLane) {
      lanes.add(job);
    }
  }

  /** Moves a job out of the state in which it must be, and out of its place. */
  private void leave(JobEntry job, JobState expected) {
    if (job.state != expected) {
      throw new IllegalStateException(
          "job " + job.id + " is " + job.state + "; expected " + expected);
    }
    switch (expected) {
      case QUEUED -> {
        if (!followUps.remove(job.spec, job)) {
          lanes.remove(job);
        }
      }
      case DEFERRED -> deferred.remove(job);
      case RUNNING -> {
        running.remove(job.place);
        lanes.release(job);
      }
      default -> {}
    }
    job.deferral = null;
    job.runWaiting = null;
  }

  private void enter(JobEntry job, JobState state, Instant now) {
    job.state = state;
    events.add(new JobEvent(job.id, state, now));
  }

  /** Takes the next job for a worker; null if there is none. */
  @Nullable JobEntry take(String worker, Instant now) {
    JobEntry job = lanes.next();
    if (job != null) {
      lanes.remove(job);
      job.token = Math.max(job.token + 1, ++lastPlace);
      job.worker = worker;
      job.started = now;
      job.leasedUntil = now.plus(settings.lease());
      running.put(job.place, job);
      enter(job, JobState.RUNNING, now);
    }
    return job;
  }

  void requeue(JobEntry job, Instant now) {
    if (job.cancelAsked) {
      end(job, JobState.CANCELED, now);
      return;
    }
    leave(job, job.state);
    enter(job, JobState.QUEUED, now);
    lanes.add(job);
  }

  void defer(JobEntry job, Wait deferral, Instant now) {
    if (job.cancelAsked || !deferral.until().isAfter(now)) {
      requeue(job, now);
      return;
    }
    leave(job, JobState.RUNNING);
    job.deferral = deferral;
    enter(job, JobState.DEFERRED, now);
    deferred.add(job);
  }

  void waitForChildren(JobEntry job, Instant now) {
    leave(job, JobState.RUNNING);
    enter(job, JobState.WAITING, now);
    endIfChildrenEnded(job, now);
  }

  private void endIfChildrenEnded(JobEntry parent, Instant now) {
    JobStatus.Children children = parent.countChildren();
    if (children.ended() < children.total()) {
      return;
    }
    if (parent.cancelAsked) {
      end(parent, JobState.CANCELED, now);
    } else if (children.failed() > 0) {
      parent.error = children.failed() + " of " + children.total() + " jobs failed";
      end(parent, JobState.FAILED, now);
    } else if (children.canceled() > 0) {
      end(parent, JobState.CANCELED, now);
    } else {
      end(parent, JobState.SUCCEEDED, now);
    }
  }

  /** The one way for a job to end. */
  void end(JobEntry job, JobState state, Instant now) {
    leave(job, job.state);
    job.ended = now;
    enter(job, state, now);
    if (current.remove(job.spec, job)) {
      JobEntry next = followUps.remove(job.spec);
      if (next != null) {
        current.put(next.spec, next);
        lanes.add(next);
      }
    }
    archive.add(job, now);
    JobEntry parent = job.parent;
    if (parent != null && parent.state == JobState.WAITING) {
      endIfChildrenEnded(parent, now);
    }
  }

  Cancellation cancel(JobEntry job, Instant now) {
    if (job.state.isEnd()) {
      return Cancellation.TOO_LATE;
    }
    if (job.isWaiting()) {
      end(job, JobState.CANCELED, now);
      return Cancellation.DONE;
    }
    job.cancelAsked = true;
    if (job.state == JobState.WAITING) {
      cancelChildren(job, now);
    }
    return job.state.isEnd() ? Cancellation.DONE : Cancellation.ASKED;
  }

  private void cancelChildren(JobEntry parent, Instant now) {
    for (JobEntry child : parent.childrenInOrder()) {
      if (child.state.isEnd()) {
        continue;
      }
      if (child.wanted) {
        child.parent = null;
        parent.children.remove(child);
      } else {
        cancel(child, now);
      }
    }
    if (parent.state == JobState.WAITING) {
      endIfChildrenEnded(parent, now);
    }
  }

  /** Does what has become due: leases that ran out, times that came, retention. */
  void maintain(Instant now) {
    for (JobEntry job : List.copyOf(running.values())) {
      if (!job.due().isAfter(now)) {
        loseLease(job, now);
      }
    }
    deferred.stream()
        .takeWhile(job -> !job.due().isAfter(now))
        .sorted(Comparator.comparingLong(job -> job.place))
        .toList()
        .forEach(job -> requeue(job, now));
    archive.trim(now);
  }

  /** When {@link #maintain} has something to do; empty while nothing runs or is deferred. */
  Optional<Instant> nextDue() {
    Stream<JobEntry> firstDeferred = deferred.isEmpty() ? Stream.of() : Stream.of(deferred.first());
    return Stream.concat(running.values().stream(), firstDeferred)
        .map(JobEntry::due)
        .min(Instant::compareTo);
  }

  private void loseLease(JobEntry job, Instant now) {
    job.leaseLosses++;
    if (!job.cancelAsked && job.leaseLosses >= settings.leaseLosses()) {
      job.error = "its worker fell silent " + job.leaseLosses + " times";
      end(job, JobState.FAILED, now);
    } else {
      requeue(job, now);
    }
  }

  private void forget(JobEntry job) {
    byId.remove(job.id);
    byPlace.remove(job.place);
    NavigableMap<Long, JobEntry> ofUser = byUser.get(job.spec.user());
    if (ofUser != null && ofUser.remove(job.place) != null && ofUser.isEmpty()) {
      byUser.remove(job.spec.user());
    }
  }
}
