package io.github.playlistsync.redis;

import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.UserId;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScoredValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds jobs page by page. A page ends once it has looked at so many jobs, whether they match or
 * not: a rare state among very many jobs takes many pages, but never one long command.
 */
final class JobIndex {
  private static final int MAX_LOOKED_AT = 2_000;
  private static final int BATCH = 200;

  /** Begins the name of a user's jobs in a cursor. */
  private static final String OF_USER = "uj:";

  /** The partition, the score and the name of the list of the last job that a page looked at. */
  private static final Pattern CURSOR =
      Pattern.compile("(\\d{1,6})/(\\d{1,17}|-)/(.*)", Pattern.DOTALL);

  private final Partitions partitions;
  private final RedisCalls calls;

  JobIndex(Partitions partitions, RedisCalls calls) {
    this.partitions = partitions;
    this.calls = calls;
  }

  Optional<JobStatus> status(JobId job) {
    return partitions
        .of(job)
        .flatMap(home -> statuses(home, List.of(job.value())).stream().findFirst());
  }

  /** Returns the state of a job without waiting for it. */
  CompletableFuture<Optional<JobStatus>> find(JobId job) {
    Optional<Partition> home = partitions.of(job);
    if (home.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return calls
        .bounded(calls.commands().hgetall(home.get().key("j:" + job.value())))
        .handle(
            (fields, error) -> {
              if (error != null) {
                throw calls.unavailable("read jobs", RedisCalls.cause(error));
              }
              return fields.containsKey("s")
                  ? Optional.of(JobFields.status(job, fields))
                  : Optional.empty();
            });
  }

  JobPage page(JobFilter filter) {
    Walk walk = new Walk(filter);
    JobId parent = filter.parent();
    UserId user = filter.user();
    if (parent != null) {
      partitions.of(parent).ifPresent(home -> walk.through(home, "c:" + parent.value(), true));
    } else if (user != null) {
      walk.through(partitions.of(user), OF_USER + user.value(), false);
    } else {
      everybody(walk, filter.states());
    }
    return new JobPage(walk.found, walk.next());
  }

  private void everybody(Walk walk, Set<JobState> states) {
    List<String> archives = archives(states);
    for (Partition partition : partitions.all()) {
      if (partition.number() < walk.partition) {
        continue;
      }
      if (archives.isEmpty()) {
        usersOf(walk, partition);
      } else {
        archives.stream()
            .filter(archive -> archive.compareTo(walk.startOf(partition)) >= 0)
            .forEach(archive -> walk.through(partition, archive, false));
      }
    }
  }

  private void usersOf(Walk walk, Partition partition) {
    String from = walk.startOf(partition).replaceFirst("^" + OF_USER, "");
    Range<String> range =
        from.isEmpty()
            ? Range.unbounded()
            : Range.from(Range.Boundary.including(from), Range.Boundary.unbounded());
    while (!walk.isFull()) {
      List<String> users =
          calls.get(
              "list jobs",
              calls.commands().zrangebylex(partition.key("names"), range, Limit.from(BATCH)));
      users.forEach(user -> walk.through(partition, OF_USER + user, false));
      if (users.size() < BATCH) {
        return;
      }
      range =
          Range.from(
              Range.Boundary.excluding(users.get(users.size() - 1)), Range.Boundary.unbounded());
    }
  }

  /**
   * Returns the sets that hold only jobs in these states, in order; none if some of the states have
   * no set of their own.
   */
  private static List<String> archives(Set<JobState> states) {
    boolean haveSets =
        !states.isEmpty()
            && Set.of(JobState.SUCCEEDED, JobState.CANCELED, JobState.FAILED, JobState.WAITING)
                .containsAll(states);
    List<String> archives = new ArrayList<>();
    if (haveSets) {
      if (states.contains(JobState.CANCELED)) {
        archives.add("canceled");
      }
      if (states.contains(JobState.FAILED)) {
        archives.add("dead");
      }
      if (states.contains(JobState.SUCCEEDED)) {
        archives.add("done");
      }
      if (states.contains(JobState.WAITING)) {
        archives.add("wait");
      }
    }
    return archives;
  }

  private List<JobStatus> statuses(Partition partition, List<String> ids) {
    List<RedisFuture<Map<String, String>>> hashes =
        ids.stream().map(id -> calls.commands().hgetall(partition.key("j:" + id))).toList();
    List<JobStatus> statuses = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Map<String, String> fields = calls.get("read jobs", hashes.get(i));
      if (fields.containsKey("s")) {
        statuses.add(JobFields.status(JobId.of(ids.get(i)), fields));
      }
    }
    return statuses;
  }

  /** Goes through lists of jobs, from where the previous page ended. */
  private final class Walk {
    private final JobFilter filter;
    private final List<JobStatus> found = new ArrayList<>();
    private int partition;
    private String set = "";
    private @Nullable Long score;
    private int lookedAt;
    private boolean isFull;

    Walk(JobFilter filter) {
      this.filter = filter;
      String after = filter.after();
      if (after != null) {
        Matcher cursor = CURSOR.matcher(after);
        if (!cursor.matches()) {
          throw new IllegalArgumentException("page '" + after + "' is not from this queue");
        }
        partition = Integer.parseInt(cursor.group(1));
        score = cursor.group(2).equals("-") ? null : Long.valueOf(cursor.group(2));
        set = cursor.group(3);
      }
    }

    String startOf(Partition other) {
      return other.number() == partition ? set : "";
    }

    boolean isFull() {
      return isFull;
    }

    @Nullable String next() {
      return isFull ? partition + "/" + (score == null ? "-" : score.toString()) + "/" + set : null;
    }

    void through(Partition in, String name, boolean oldestFirst) {
      if (isFull) {
        return;
      }
      Long from = in.number() == partition && name.equals(set) ? score : null;
      partition = in.number();
      set = name;
      score = from;
      while (true) {
        List<ScoredValue<String>> batch = batch(in.key(name), oldestFirst);
        List<JobStatus> jobs =
            statuses(in, batch.stream().map(entry -> jobIn(entry.getValue())).toList());
        for (ScoredValue<String> entry : batch) {
          if (found.size() == filter.limit() || lookedAt == MAX_LOOKED_AT) {
            isFull = true;
            return;
          }
          lookedAt++;
          score = (long) entry.getScore();
          jobs.stream()
              .filter(
                  job -> job.id().value().equals(jobIn(entry.getValue())) && filter.matches(job))
              .forEach(found::add);
        }
        if (batch.size() < BATCH) {
          return;
        }
      }
    }

    /** Entries of the archives have the user behind the id. */
    private static String jobIn(String entry) {
      int end = entry.indexOf(' ');
      return end < 0 ? entry : entry.substring(0, end);
    }

    private List<ScoredValue<String>> batch(String key, boolean oldestFirst) {
      Range.Boundary<Long> edge =
          score == null ? Range.Boundary.unbounded() : Range.Boundary.excluding(score);
      return calls.get(
          "list jobs",
          oldestFirst
              ? calls
                  .commands()
                  .zrangebyscoreWithScores(
                      key, Range.from(edge, Range.Boundary.unbounded()), Limit.from(BATCH))
              : calls
                  .commands()
                  .zrevrangebyscoreWithScores(
                      key, Range.from(Range.Boundary.unbounded(), edge), Limit.from(BATCH)));
    }
  }
}
