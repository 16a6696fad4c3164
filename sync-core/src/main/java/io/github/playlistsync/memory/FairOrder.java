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
 * Who comes next. Each priority has a lane a user, in the order of the jobs' places, and a ring of
 * the users whose turn may come: those with a job in their lane, a run to spare, and no pause.
 * Guarded by the queue's lock.
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
    band.lanes.computeIfAbsent(user, key -> new TreeMap<>()).put(job.place, job);
    seat(user, band);
  }

  void remove(JobEntry job) {
    UserId user = job.spec.user();
    Band band = band(job.priority);
    NavigableMap<Long, JobEntry> lane = band.lanes.get(user);
    if (lane != null && lane.remove(job.place) != null && lane.isEmpty()) {
      band.lanes.remove(user);
    }
    seat(user, band);
  }

  /**
   * Counts the next job as running and sends its user to the end of the ring; null if there is
   * none. The job is still to be removed from its lane.
   */
  @Nullable JobEntry next() {
    if (allPaused) {
      return null;
    }
    for (Band band : bands) {
      for (UserId user : band.ring) {
        NavigableMap<Long, JobEntry> lane = band.lanes.get(user);
        if (lane != null) {
          band.ring.remove(user);
          running.merge(user, 1, Integer::sum);
          seatEverywhere(user);
          return lane.firstEntry().getValue();
        }
      }
    }
    return null;
  }

  /** A job that {@link #next()} gave runs no more. */
  void release(JobEntry job) {
    UserId user = job.spec.user();
    running.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
    seatEverywhere(user);
  }

  /** How many users wait for a worker with urgent work. */
  int urgentUsers() {
    return allPaused ? 0 : high.ring.size();
  }

  /** Whether this user's urgent work waits for nothing but the end of another run of theirs. */
  boolean isBlockedByItself(UserId user) {
    return !allPaused
        && !paused.contains(user)
        && runningOf(user) >= userLimit
        && high.lanes.containsKey(user);
  }

  void pauseAll(boolean pause) {
    allPaused = pause;
  }

  /** Pauses or resumes a user; tells whether that changed anything. */
  boolean pause(UserId user, boolean pause) {
    boolean changed = pause ? paused.add(user) : paused.remove(user);
    seatEverywhere(user);
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

  private void seatEverywhere(UserId user) {
    bands.forEach(band -> seat(user, band));
  }

  /** Gives the user a seat in the ring, at its end, or takes it away. */
  private void seat(UserId user, Band band) {
    if (band.lanes.containsKey(user) && runningOf(user) < userLimit && !paused.contains(user)) {
      band.ring.add(user);
    } else {
      band.ring.remove(user);
    }
  }

  /** What waits at one priority. */
  private static final class Band {
    final Map<UserId, NavigableMap<Long, JobEntry>> lanes = new HashMap<>();
    final LinkedHashSet<UserId> ring = new LinkedHashSet<>();
  }
}
