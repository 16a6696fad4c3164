package io.github.playlistsync.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The number of jobs by state. Ended jobs count while they are kept.
 *
 * @param byState the number of jobs in each state; without the states that have none
 */
public record JobCounts(Map<JobState, Long> byState) {

  /** Copies the map. */
  public JobCounts {
    Map<JobState, Long> copy = new EnumMap<>(JobState.class);
    copy.putAll(byState);
    byState = Collections.unmodifiableMap(copy);
  }

  /** Returns how many are in this state. */
  public long in(JobState state) {
    return byState.getOrDefault(state, 0L);
  }

  /** Returns how many have not ended. */
  public long live() {
    return byState.entrySet().stream()
        .filter(entry -> !entry.getKey().isEnd())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Returns the sum of both. */
  public JobCounts plus(JobCounts other) {
    Map<JobState, Long> sum = new EnumMap<>(JobState.class);
    sum.putAll(byState);
    other.byState.forEach((state, count) -> sum.merge(state, count, Long::sum));
    return new JobCounts(sum);
  }
}
