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
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All jobs, and the one way for each change of their state. A job that has not ended is in exactly
 * one of these: {@link #order}, {@link #deferred}, {@link #running}, the wait for its children, or
 * {@link #followUps}. Guarded by the queue's lock.
 */
final class JobTable {
  private final QueueSettings settings;
  private final JobArchive archive;
  private final NavigableMap<Long, JobEntry> byNumber = new TreeMap<>();
  private final Map<UserId, NavigableMap<Long, JobEntry>> byUser = new HashMap<>();
  private final Map<JobId, JobEntry> byId = new HashMap<>();

  /** The job that does the work of a spec now or next. */
  private final Map<JobSpec, JobEntry> current = new HashMap<>();

  /** The job that waits for the end of {@link #current} with the same spec. */
  private final Map<JobSpec, JobEntry> followUps = new HashMap<>();

  /** Ordered by a time that does not change while a job is deferred. */
  private final NavigableSet<JobEntry> deferred =
      new TreeSet<>(
          Comparator.comparing(JobEntry::due).thenComparingLong((JobEntry job) -> job.number));

  private final NavigableMap<Long, JobEntry> running = new TreeMap<>();
  private long lastNumber;
  private Instant maintained = Instant.MIN;

  final FairOrder order;
  final EventLog events;
  final EndWaits waits = new EndWaits();

  JobTable(QueueSettings settings) {
    this.settings = settings;
    this.order = new FairOrder(settings.userLimit());
    this.events = new EventLog(settings.events());
    this.archive = new JobArchive(settings, this::forget);
  }

  Optional<JobEntry> find(JobId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Returns all jobs with lower numbers, or a user's, newest first. */
  Iterable<JobEntry> newestFirst(@Nullable UserId user, long before) {
    NavigableMap<Long, JobEntry> all =
        user == null ? byNumber : byUser.getOrDefault(user, new TreeMap<>());
    return all.headMap(before, false).descendingMap().values();
  }

  /** Whether a job is where its state puts it, and does its work if it has not ended. */
  boolean isInPlace(JobEntry job) {
    boolean isCurrent = current.get(job.spec) == job;
    return switch (job.state) {
      case QUEUED -> isCurrent ? order.holds(job) : followUps.get(job.spec) == job;
      case DEFERRED -> isCurrent && deferred.contains(job);
      case RUNNING -> isCurrent && running.get(job.number) == job;
      case WAITING -> isCurrent;
      default -> !isCurrent && followUps.get(job.spec) != job;
    };
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
    JobEntry job = new JobEntry(JobId.random(), spec, priority, ++lastNumber, now);
    byId.put(job.id, job);
    byNumber.put(job.number, job);
    byUser.computeIfAbsent(spec.user(), user -> new TreeMap<>()).put(job.number, job);
    if (current.putIfAbsent(spec, job) == null) {
      order.add(job);
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
    if (job.state == JobState.QUEUED && current.get(job.spec) == job) {
      order.raise(job, priority);
    } else {
      job.priority = priority;
      job.tag = -1;
    }
  }

  /** Takes a job out of the state in which it must be. */
  private void leave(JobEntry job, JobState expected) {
    if (job.state != expected) {
      throw new IllegalStateException(
          "job " + job.id + " is " + job.state + "; expected " + expected);
    }
    switch (expected) {
      case QUEUED -> {
        if (!followUps.remove(job.spec, job)) {
          order.remove(job);
        }
      }
      case DEFERRED -> deferred.remove(job);
      case RUNNING -> {
        running.remove(job.number);
        order.release(job);
      }
      default -> {}
    }
    job.deferral = null;
    job.runWaiting = null;
  }

  private void enter(JobEntry job, JobState state, Instant now) {
    job.state = state;
    events.add(new JobEvent(job.id, state, now));
    if (state.isEnd()) {
      waits.ended(job.id);
    }
  }

  /** Leases the next job to a worker; null if there is none. */
  @Nullable JobEntry claim(String worker, Instant now) {
    JobEntry job = order.next();
    if (job != null) {
      job.token = Math.max(job.token + 1, ++lastNumber);
      job.worker = worker;
      job.started = now;
      job.leasedUntil = now.plus(settings.lease());
      running.put(job.number, job);
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
    order.add(job);
  }

  void defer(JobEntry job, Duration delay, String reason, Instant now) {
    if (job.cancelAsked || delay.isZero()) {
      requeue(job, now);
      return;
    }
    leave(job, JobState.RUNNING);
    job.delay = delay;
    job.deferral = new Wait(now.plus(delay), reason);
    enter(job, JobState.DEFERRED, now);
    deferred.add(job);
  }

  void waitForChildren(JobEntry job, Instant now) {
    leave(job, JobState.RUNNING);
    enter(job, JobState.WAITING, now);
    endIfChildrenEnded(job, now);
  }

  private void endIfChildrenEnded(JobEntry parent, Instant now) {
    JobStatus.Children children = parent.children.count();
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

  /** Ends a job; the only way to do so. */
  void end(JobEntry job, JobState state, Instant now) {
    leave(job, job.state);
    job.ended = now;
    enter(job, state, now);
    if (current.remove(job.spec, job)) {
      JobEntry next = followUps.remove(job.spec);
      if (next != null) {
        current.put(next.spec, next);
        order.add(next);
      }
    }
    archive.add(job, now);
    JobEntry parent = job.parent;
    if (parent != null) {
      parent.children.ended(state);
      if (parent.state == JobState.WAITING) {
        endIfChildrenEnded(parent, now);
      }
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
    for (JobEntry child : parent.children.all()) {
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

  /** Does what is due: expired leases, ended deferrals, retention. */
  void maintain(Instant now) {
    if (now.isBefore(maintained)) {
      bringNear(now);
    }
    maintained = now;
    for (JobEntry job : List.copyOf(running.values())) {
      if (!job.due().isAfter(now)) {
        loseLease(job, now);
      }
    }
    endDeferrals(now);
    archive.trim(now);
  }

  /** Lets the jobs of a user whose deferrals end together come back one a round. */
  private void endDeferrals(Instant now) {
    Map<List<Object>, Integer> returned = new HashMap<>();
    deferred.stream()
        .takeWhile(job -> !job.due().isAfter(now))
        .sorted(Comparator.comparingLong(job -> job.number))
        .toList()
        .forEach(
            job -> {
              List<Object> lane = List.of(job.priority, job.spec.user());
              order.moveBack(job, returned.merge(lane, 1, Integer::sum) - 1);
              requeue(job, now);
            });
  }

  /** Brings near what a clock that was ahead put off. */
  private void bringNear(Instant now) {
    for (JobEntry job : running.values()) {
      if (job.leasedUntil.isAfter(now.plus(settings.lease()))) {
        job.leasedUntil = now.plus(settings.lease());
      }
    }
    for (JobEntry job : List.copyOf(deferred)) {
      Wait wait = Objects.requireNonNull(job.deferral);
      if (wait.until().isAfter(now.plus(job.delay))) {
        deferred.remove(job);
        job.deferral = new Wait(now.plus(job.delay), wait.reason());
        deferred.add(job);
      }
    }
  }

  /** Returns when {@link #maintain} next has work; empty while nothing runs or is deferred. */
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
    byNumber.remove(job.number);
    NavigableMap<Long, JobEntry> ofUser = byUser.get(job.spec.user());
    if (ofUser != null && ofUser.remove(job.number) != null && ofUser.isEmpty()) {
      byUser.remove(job.spec.user());
    }
  }
}
