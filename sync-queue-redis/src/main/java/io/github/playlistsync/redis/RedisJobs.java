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
      sum =
          sum.plus(
              counts(
                  calls
                      .get("count jobs", calls.commands().hmget(partition.key("meta"), STATES))
                      .stream()
                      .map(count -> Long.valueOf(count.getValueOrElse("0")))
                      .toList()));
    }
    return sum;
  }

  JobCounts counts(UserId user) {
    Objects.requireNonNull(user, "user");
    List<?> numbers =
        (List<?>) calls.join("count jobs", partitions.of(user).look(Scripts.COUNTS, user.value()));
    return counts(numbers.stream().map(Long.class::cast).toList());
  }

  private static JobCounts counts(List<Long> numbers) {
    Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    for (int i = 0; i < STATES.length; i++) {
      if (numbers.get(i) > 0) {
        counts.put(JobFields.state(STATES[i]), numbers.get(i));
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
    String answer = "0";
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
    String key = partitions.of(user).key("u:" + user.value());
    return calls.get("look up a user", calls.commands().hexists(key, "paused"));
  }
}
