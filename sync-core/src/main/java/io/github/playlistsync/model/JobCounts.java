package io.github.playlistsync.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many jobs stand where. Ended jobs are counted while they are kept.
 *
 * @param byState the number of jobs in each state; a state without jobs is not in it
 */
public record JobCounts(Map<JobState, Long> byState) {

  /** Copies the map. */
  public JobCounts {
    Map<JobState, Long> copy = new EnumMap<>(JobState.class);
    copy.putAll(byState);
    byState = Collections.unmodifiableMap(copy);
  }

  /** How many are in this state. */
  public long in(JobState state) {
    return byState.getOrDefault(state, 0L);
  }

  /** How many have not ended. */
  public long live() {
    return byState.entrySet().stream()
        .filter(entry -> !entry.getKey().isEnd())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The sum of both. */
  public JobCounts plus(JobCounts other) {
    Map<JobState, Long> sum = new EnumMap<>(JobState.class);
    sum.putAll(byState);
    other.byState.forEach((state, count) -> sum.merge(state, count, Long::sum));
    return new JobCounts(sum);
  }
}
