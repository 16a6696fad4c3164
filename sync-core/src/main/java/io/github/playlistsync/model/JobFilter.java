package io.github.playlistsync.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects jobs, and a page of them. Start from {@link #all()}, {@link #ofUser} or {@link
 * #childrenOf}.
 *
 * @param user only jobs of this user; null for everybody's
 * @param parent only children of this job; null for all
 * @param states only jobs in one of these states; empty for all
 * @param limit the most jobs on a page, 1 to {@link #MAX_LIMIT}
 * @param after the {@link JobPage#next()} of the previous page; null for the first page
 */
public record JobFilter(
    @Nullable UserId user,
    @Nullable JobId parent,
    Set<JobState> states,
    int limit,
    @Nullable String after) {

  /** The most jobs that a page can hold. */
  public static final int MAX_LIMIT = 1000;

  private static final int USUAL_LIMIT = 50;

  /**
   * Checks the limit and copies the states.
   *
   * @throws NullPointerException if {@code states} is null
   * @throws IllegalArgumentException if {@code limit} is out of range
   */
  public JobFilter {
    Objects.requireNonNull(states, "states");
    states = states.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(states));
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is " + limit + "; expected 1 to " + MAX_LIMIT);
    }
  }

  /** Selects the first 50 of all jobs. */
  public static JobFilter all() {
    return new JobFilter(null, null, Set.of(), USUAL_LIMIT, null);
  }

  /** Selects the first 50 of a user's jobs. */
  public static JobFilter ofUser(UserId user) {
    return new JobFilter(Objects.requireNonNull(user, "user"), null, Set.of(), USUAL_LIMIT, null);
  }

  /** Selects the first 50 children of {@code parent}. */
  public static JobFilter childrenOf(JobId parent) {
    return new JobFilter(
        null, Objects.requireNonNull(parent, "parent"), Set.of(), USUAL_LIMIT, null);
  }

  /** Selects only jobs in one of these states. */
  public JobFilter in(JobState first, JobState... others) {
    return new JobFilter(user, parent, EnumSet.of(first, others), limit, after);
  }

  /** Selects pages of another size. */
  public JobFilter limitedTo(int jobs) {
    return new JobFilter(user, parent, states, jobs, after);
  }

  /** Selects the page that follows {@code page}. */
  public JobFilter after(JobPage page) {
    return new JobFilter(user, parent, states, limit, page.next());
  }

  /** Whether a job is selected, pages aside. */
  public boolean matches(JobStatus job) {
    JobSpec spec = job.spec();
    return (user == null || (spec != null && user.equals(spec.user())))
        && (parent == null || parent.equals(job.parent()))
        && (states.isEmpty() || states.contains(job.state()));
  }
}
