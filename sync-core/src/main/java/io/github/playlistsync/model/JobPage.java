package io.github.playlistsync.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the jobs that a {@link JobFilter} selects.
 *
 * @param jobs the jobs; may be fewer than the limit, even none, although more follow
 * @param next where the next page begins, in the queue's own form; null on the last page
 */
public record JobPage(List<JobStatus> jobs, @Nullable String next) {

  /** Copies the list. */
  public JobPage {
    jobs = List.copyOf(jobs);
  }
}
