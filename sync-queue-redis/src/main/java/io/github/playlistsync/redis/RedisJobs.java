package io.github.playlistsync.redis;

import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobCounts;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The operations on jobs that wait only for the answer of Redis. */
final class RedisJobs {
  private static final String[] STATES = {"Q", "D", "R", "W", "S", "F", "C"};

  private final Partitions partitions;
  private final RedisCalls calls;
  private final Batches batches;
  private final List<EnqueueBatcher> batchers;

  RedisJobs(Partitions partitions, RedisCalls calls) {
    this.partitions = partitions;
    this.calls = calls;
    this.batches = new Batches(calls);
    this.batchers = partitions.all().stream().map(EnqueueBatcher::new).toList();
  }

  List<JobId> enqueue(List<JobSpec> specs, Priority priority, boolean onlyMissing) {
    List<JobSpec> all = List.copyOf(Objects.requireNonNull(specs, "specs"));
    Objects.requireNonNull(priority, "priority");
    return batches.send(
        "enqueue jobs",
        all,
        spec -> partitions.of(spec.user()),
        (partition, batch) -> {
          List<String> arguments = new ArrayList<>(1 + 5 * batch.size());
          arguments.add(onlyMissing ? "1" : "0");
          batch.forEach(spec -> JobFields.write(partition.newId(), spec, priority, arguments));
          return partition.run(Scripts.ENQUEUE, arguments);
        },
        id -> JobId.of((String) id));
  }

  /** Enqueues one job, in one command with those of other threads. */
  JobId enqueue(JobSpec spec, Priority priority) {
    Objects.requireNonNull(priority, "priority");
    EnqueueBatcher batcher = batchers.get(partitions.of(spec.user()).number());
    return calls.join("enqueue jobs", batcher.submit(spec, priority));
  }

  List<Directive> heartbeat(List<Heartbeat> beats) {
    List<Heartbeat> all = List.copyOf(Objects.requireNonNull(beats, "beats"));
    return batches.send(
        "renew leases",
        all,
        // Any partition answers for a job that it does not know: the lease is lost.
        beat -> partitions.of(beat.lease().job()).orElse(partitions.all().get(0)),
        (partition, batch) -> {
          List<String> arguments = new ArrayList<>(5 * batch.size());
          for (Heartbeat beat : batch) {
            arguments.add(beat.lease().job().value());
            arguments.add(Long.toString(beat.lease().token()));
            arguments.add(JobFields.progress(beat.progress()));
            Wait waiting = beat.waiting();
            arguments.add(waiting == null ? "" : Long.toString(waiting.until().toEpochMilli()));
            arguments.add(waiting == null ? "" : waiting.reason());
          }
          return partition.run(Scripts.HEARTBEAT, arguments);
        },
        RedisJobs::directive);
  }

  private static Directive directive(Object letter) {
    return switch ((String) letter) {
      case "G" -> Directive.GO_ON;
      case "Y" -> Directive.YIELD;
      case "C" -> Directive.CANCEL;
      default -> Directive.LEASE_LOST;
    };
  }

  JobCounts counts() {
    JobCounts sum = new JobCounts(Map.of());
    for (Partition partition : partitions.all()) {
      sum = sum.plus(counts((List<?>) calls.join("count jobs", partition.look(Scripts.COUNTS))));
    }
    return sum;
  }

  /** Looks at every job of the user, page by page: nothing counts them beside. */
  JobCounts counts(UserId user) {
    Objects.requireNonNull(user, "user");
    Partition home = partitions.of(user);
    JobCounts sum = new JobCounts(Map.of());
    String before = "";
    do {
      List<?> page =
          (List<?>) calls.join("count jobs", home.look(Scripts.COUNTS, user.value(), before));
      sum = sum.plus(counts(page));
      before = (String) page.get(STATES.length);
    } while (!before.isEmpty());
    return sum;
  }

  private static JobCounts counts(List<?> numbers) {
    Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    for (int i = 0; i < STATES.length; i++) {
      long number = (Long) numbers.get(i);
      if (number > 0) {
        counts.put(JobFields.state(STATES[i]), number);
      }
    }
    return new JobCounts(counts);
  }

  Cancellation cancel(JobId job) {
    Objects.requireNonNull(job, "job");
    return partitions.of(job).map(partition -> cancel(partition, job)).orElse(Cancellation.UNKNOWN);
  }

  /** Repeats the script while it answers with a number: it cancels many children step by step. */
  private static Cancellation cancel(Partition partition, JobId job) {
    String answer = "";
    do {
      answer = partition.ask("cancel the job", Scripts.CANCEL, job.value(), answer);
    } while (Character.isDigit(answer.charAt(0)));
    return switch (answer) {
      case "U" -> Cancellation.UNKNOWN;
      case "L" -> Cancellation.TOO_LATE;
      case "D" -> Cancellation.DONE;
      default -> Cancellation.ASKED;
    };
  }

  static boolean canBeRetried(JobStatus job) {
    return job.spec() != null
        && (job.state() == JobState.FAILED || job.state() == JobState.CANCELED);
  }

  void pauseAll(boolean pause) {
    for (Partition partition : partitions.all()) {
      partition.ask("pause or resume", Scripts.PAUSE, pause ? "1" : "0", "");
    }
  }

  boolean pause(UserId user, boolean pause) {
    Objects.requireNonNull(user, "user");
    return partitions
        .of(user)
        .ask("pause or resume", Scripts.PAUSE, pause ? "1" : "0", user.value())
        .equals("1");
  }

  boolean isPaused(UserId user) {
    Objects.requireNonNull(user, "user");
    String key = partitions.of(user).key("users");
    return calls.get("look up a user", calls.commands().hexists(key, "p" + user.value()));
  }
}
