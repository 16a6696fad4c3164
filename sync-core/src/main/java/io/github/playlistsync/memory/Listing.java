package io.github.playlistsync.memory;

import io.github.playlistsync.model.JobCounts;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A page of jobs. The number of its last job is the cursor of the next page. */
final class Listing {
  private final JobTable jobs;
  private final JobFilter filter;

  Listing(JobTable jobs, JobFilter filter) {
    this.jobs = jobs;
    this.filter = filter;
  }

  JobPage page() {
    JobId parent = filter.parent();
    Iterable<JobEntry> source =
        parent == null
            ? jobs.newestFirst(filter.user(), parse(Long.MAX_VALUE))
            : childrenOf(parent, parse(0));
    List<JobStatus> page = new ArrayList<>();
    long last = 0;
    for (JobEntry job : source) {
      JobStatus status = job.status();
      if (!filter.matches(status)) {
        continue;
      }
      if (page.size() == filter.limit()) {
        return new JobPage(page, Long.toString(last));
      }
      page.add(status);
      last = job.number;
    }
    return new JobPage(page, null);
  }

  private List<JobEntry> childrenOf(JobId parent, long after) {
    return jobs.find(parent).map(found -> found.children.after(after)).orElse(List.of()).stream()
        .filter(child -> jobs.find(child.id).isPresent())
        .toList();
  }

  private long parse(long first) {
    String after = filter.after();
    if (after == null) {
      return first;
    }
    try {
      return Long.parseLong(after);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + after + "' is not a page cursor of this queue", e);
    }
  }

  static JobCounts count(Iterable<JobEntry> jobs) {
    Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    jobs.forEach(job -> counts.merge(job.state, 1L, Long::sum));
    return new JobCounts(counts);
  }
}
