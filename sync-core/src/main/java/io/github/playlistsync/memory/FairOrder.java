package io.github.playlistsync.memory;

import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the next job. Each priority has one lane per user, ordered by the jobs' numbers, and a
 * rotation of the users who may be next: those with a job in their lane, fewer running jobs than
 * their limit, and no pause. Guarded by the queue's lock.
 */
final class FairOrder {
  private final int userLimit;
  private final Band high = new Band();
  private final Band normal = new Band();
  private final Band low = new Band();
  private final List<Band> bands = List.of(high, normal, low);
  private final Map<UserId, Integer> running = new HashMap<>();
  private final Set<UserId> paused = new HashSet<>();
  private boolean allPaused;

  FairOrder(int userLimit) {
    this.userLimit = userLimit;
  }

  void add(JobEntry job) {
    UserId user = job.spec.user();
    Band band = band(job.priority);
    band.lanes.computeIfAbsent(user, key -> new TreeMap<>()).put(job.number, job);
    rotate(user, band);
  }

  void remove(JobEntry job) {
    UserId user = job.spec.user();
    Band band = band(job.priority);
    NavigableMap<Long, JobEntry> lane = band.lanes.get(user);
    if (lane != null && lane.remove(job.number) != null && lane.isEmpty()) {
      band.lanes.remove(user);
    }
    rotate(user, band);
  }

  /**
   * Counts the next job as running and moves its user to the end of the rotation; null if there is
   * none. The caller must still remove the job from its lane.
   */
  @Nullable JobEntry next() {
    if (allPaused) {
      return null;
    }
    for (Band band : bands) {
      for (UserId user : band.rotation) {
        NavigableMap<Long, JobEntry> lane = band.lanes.get(user);
        if (lane != null) {
          band.rotation.remove(user);
          running.merge(user, 1, Integer::sum);
          rotateEverywhere(user);
          return lane.firstEntry().getValue();
        }
      }
    }
    return null;
  }

  /** Counts a job of {@link #next()} as no longer running. */
  void release(JobEntry job) {
    UserId user = job.spec.user();
    running.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
    rotateEverywhere(user);
  }

  /** Returns how many users have urgent work that waits for a worker. */
  int urgentUsers() {
    return allPaused ? 0 : high.rotation.size();
  }

  /** Whether a user's urgent work waits only for the end of another of their own runs. */
  boolean isBlockedByItself(UserId user) {
    return !allPaused
        && !paused.contains(user)
        && runningOf(user) >= userLimit
        && high.lanes.containsKey(user);
  }

  void pauseAll(boolean pause) {
    allPaused = pause;
  }

  /** Pauses or resumes a user; returns whether that changed anything. */
  boolean pause(UserId user, boolean pause) {
    boolean changed = pause ? paused.add(user) : paused.remove(user);
    rotateEverywhere(user);
    return changed;
  }

  boolean isPaused(UserId user) {
    return paused.contains(user);
  }

  private Band band(Priority priority) {
    return switch (priority) {
      case HIGH -> high;
      case NORMAL -> normal;
      case LOW -> low;
    };
  }

  private int runningOf(UserId user) {
    return running.getOrDefault(user, 0);
  }

  private void rotateEverywhere(UserId user) {
    bands.forEach(band -> rotate(user, band));
  }

  /** Adds the user at the end of the rotation if they may be next; removes them otherwise. */
  private void rotate(UserId user, Band band) {
    if (band.lanes.containsKey(user) && runningOf(user) < userLimit && !paused.contains(user)) {
      band.rotation.add(user);
    } else {
      band.rotation.remove(user);
    }
  }

  /** The waiting jobs of one priority. */
  private static final class Band {
    final Map<UserId, NavigableMap<Long, JobEntry>> lanes = new HashMap<>();
    final LinkedHashSet<UserId> rotation = new LinkedHashSet<>();
  }
}
