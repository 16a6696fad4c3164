package io.github.playlistsync.memory;

import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The children of a job, in the order of their numbers, and how many ended in which way: each end
 * asks that, of any number of siblings. Guarded by the queue's lock.
 */
final class Children {
  private final NavigableMap<Long, JobEntry> byNumber = new TreeMap<>();
  private final Map<JobState, Integer> ended = new EnumMap<>(JobState.class);

  /** Adds a job that has not ended. */
  void add(JobEntry child) {
    byNumber.put(child.number, child);
  }

  /** Removes a job that has not ended. */
  void remove(JobEntry child) {
    byNumber.remove(child.number);
  }

  /** Counts a child that ended just now. */
  void ended(JobState end) {
    ended.merge(end, 1, Integer::sum);
  }

  /** A copy, which stands while children are removed. */
  List<JobEntry> all() {
    return List.copyOf(byNumber.values());
  }

  /** Those with a higher number. */
  Collection<JobEntry> after(long number) {
    return byNumber.tailMap(number, false).values();
  }

  JobStatus.Children count() {
    return new JobStatus.Children(
        byNumber.size(),
        ended.getOrDefault(JobState.SUCCEEDED, 0),
        ended.getOrDefault(JobState.FAILED, 0),
        ended.getOrDefault(JobState.CANCELED, 0));
  }
}
