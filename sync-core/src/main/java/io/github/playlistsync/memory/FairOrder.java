package io.github.playlistsync.memory;

import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the next job by start-time fair queueing: a job's tag is the tag of the job of its
 * priority that was taken last, plus how many jobs of its user wait before it. So the first jobs of
 * all users come before the second ones. A job whose user may run no more is parked when it would
 * be next, and comes back when a run of the user ends. Guarded by the queue's lock.
 */
final class FairOrder {
  /** Every sixteenth job is of a lower priority, if one waits, so that none starves. */
  private static final int AGEING = 16;

  private static final int MOST_REFILLED = 500;
  private static final Comparator<JobEntry> BY_TAG =
      Comparator.comparingLong((JobEntry job) -> job.tag).thenComparingLong(job -> job.number);
  private static final Comparator<JobEntry> BY_PRIORITY =
      Comparator.comparing((JobEntry job) -> job.priority).thenComparing(BY_TAG);

  private final int userLimit;
  private final Map<Priority, Band> bands = new EnumMap<>(Priority.class);
  private final Map<UserId, NavigableSet<JobEntry>> parked = new HashMap<>();
  private final Map<UserId, Integer> running = new HashMap<>();
  private final Set<UserId> paused = new HashSet<>();
  private boolean allPaused;
  private int taken;

  FairOrder(int userLimit) {
    this.userLimit = userLimit;
    for (Priority priority : Priority.values()) {
      bands.put(priority, new Band());
    }
  }

  /** Has a job wait, where it waited before if it did. */
  void add(JobEntry job) {
    UserId user = job.spec.user();
    Band band = band(job.priority);
    if (job.tag < 0) {
      job.tag = band.lastTag + band.waiting.getOrDefault(user, 0);
    }
    band.waiting.merge(user, 1, Integer::sum);
    if (mayRun(user)) {
      band.ready.add(job);
    } else {
      park(job);
    }
  }

  /** Whether a job waits to be taken. */
  boolean holds(JobEntry job) {
    return band(job.priority).ready.contains(job)
        || parked.getOrDefault(job.spec.user(), new TreeSet<>(BY_PRIORITY)).contains(job);
  }

  /** Moves a job that returns behind others of its user, one of which is taken in each round. */
  void moveBack(JobEntry job, int others) {
    if (job.tag >= 0) {
      job.tag = Math.max(job.tag, band(job.priority).lastTag + others);
    }
  }

  /** Removes a job that waits. */
  void remove(JobEntry job) {
    withdraw(job);
    refill(job.spec.user());
  }

  /** Changes the priority of a job that waits; it begins to wait anew. */
  void raise(JobEntry job, Priority priority) {
    withdraw(job);
    job.priority = priority;
    job.tag = -1;
    add(job);
  }

  private void withdraw(JobEntry job) {
    UserId user = job.spec.user();
    Band band = band(job.priority);
    if (!band.ready.remove(job)) {
      parked.getOrDefault(user, new TreeSet<>(BY_PRIORITY)).remove(job);
    }
    band.waitsNoMore(user);
  }

  /** Removes the next job and counts it as running; null if there is none. */
  @Nullable JobEntry next() {
    JobEntry job = allPaused ? null : poll();
    while (job != null && !mayRun(job.spec.user())) {
      park(job);
      job = poll();
    }
    if (job != null) {
      Band band = band(job.priority);
      band.waitsNoMore(job.spec.user());
      band.lastTag = Math.max(band.lastTag, job.tag);
      running.merge(job.spec.user(), 1, Integer::sum);
      taken++;
    }
    return job;
  }

  private @Nullable JobEntry poll() {
    for (Priority priority : turns()) {
      JobEntry job = band(priority).ready.pollFirst();
      if (job != null) {
        return job;
      }
    }
    return null;
  }

  private List<Priority> turns() {
    if ((taken + 1) % AGEING != 0) {
      return List.of(Priority.HIGH, Priority.NORMAL, Priority.LOW);
    }
    return (taken + 1) % (2 * AGEING) != 0
        ? List.of(Priority.NORMAL, Priority.LOW, Priority.HIGH)
        : List.of(Priority.LOW, Priority.NORMAL, Priority.HIGH);
  }

  /** Counts a job of {@link #next()} as no longer running. */
  void release(JobEntry job) {
    UserId user = job.spec.user();
    running.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
    refill(user);
  }

  /** Returns how many urgent jobs wait for a worker. */
  int urgentJobs() {
    return allPaused ? 0 : band(Priority.HIGH).ready.size();
  }

  /** Whether a user's urgent work waits only for the end of another of their own runs. */
  boolean isBlockedByItself(UserId user) {
    NavigableSet<JobEntry> jobs = parked.get(user);
    return !allPaused
        && !paused.contains(user)
        && runningOf(user) >= userLimit
        && jobs != null
        && !jobs.isEmpty()
        && jobs.first().priority == Priority.HIGH;
  }

  void pauseAll(boolean pause) {
    allPaused = pause;
  }

  /** Pauses or resumes a user; returns whether that changed anything. */
  boolean pause(UserId user, boolean pause) {
    boolean changed = pause ? paused.add(user) : paused.remove(user);
    refill(user);
    return changed;
  }

  boolean isPaused(UserId user) {
    return paused.contains(user);
  }

  private Band band(Priority priority) {
    return bands.computeIfAbsent(priority, key -> new Band());
  }

  private int runningOf(UserId user) {
    return running.getOrDefault(user, 0);
  }

  private boolean mayRun(UserId user) {
    return runningOf(user) < userLimit && !paused.contains(user);
  }

  private void park(JobEntry job) {
    parked.computeIfAbsent(job.spec.user(), key -> new TreeSet<>(BY_PRIORITY)).add(job);
  }

  /** Makes the next of the user's parked jobs ready, as many as may run. */
  private void refill(UserId user) {
    NavigableSet<JobEntry> jobs = parked.get(user);
    if (jobs == null || !mayRun(user)) {
      return;
    }
    for (int i = Math.min(userLimit - runningOf(user), MOST_REFILLED); i > 0; i--) {
      JobEntry job = jobs.pollFirst();
      if (job == null) {
        parked.remove(user);
        return;
      }
      band(job.priority).ready.add(job);
    }
  }

  /** The jobs of one priority. */
  private static final class Band {
    final NavigableSet<JobEntry> ready = new TreeSet<>(BY_TAG);

    /** How many jobs of each user are ready or parked. */
    final Map<UserId, Integer> waiting = new HashMap<>();

    /** The highest tag of a job that was taken. */
    long lastTag;

    void waitsNoMore(UserId user) {
      waiting.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
    }
  }
}
