package io.github.playlistsync.redis;

import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobCounts;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Everything that is one command, or one a partition, and is not waited for. */
final class RedisJobs {
  private static final int BATCH = 500;

  /** More would wait for each other longer than for an answer. */
  private static final int BATCHES_AT_ONCE = 8;

  private static final String[] STATES = {"Q", "D", "R", "W", "S", "F", "C"};

  private final List<Partition> partitions;
  private final List<Intake> intakes;
  private final RedisCalls calls;

  RedisJobs(List<Partition> partitions, RedisCalls calls) {
    this.partitions = partitions;
    this.intakes = partitions.stream().map(Intake::new).toList();
    this.calls = calls;
  }

  List<JobId> enqueue(List<JobSpec> specs, Priority priority, boolean onlyMissing) {
    List<JobSpec> all = List.copyOf(Objects.requireNonNull(specs, "specs"));
    Objects.requireNonNull(priority, "priority");
    return inBatches(
        all,
        spec -> home(spec.user()).number(),
        (partition, batch) -> {
          List<String> arguments = new ArrayList<>(1 + 5 * batch.size());
          arguments.add(onlyMissing ? "1" : "0");
          batch.forEach(spec -> write(spec, priority, partition, arguments));
          return partition.run(Scripts.ENQUEUE, arguments);
        },
        "enqueue jobs",
        id -> JobId.of((String) id));
  }

  /** Accepts one job, together with those that other threads want to enqueue meanwhile. */
  JobId enqueue(JobSpec spec, Priority priority) {
    Objects.requireNonNull(priority, "priority");
    return calls.join(
        "enqueue jobs", intakes.get(home(spec.user()).number()).submit(spec, priority));
  }

  static void write(JobSpec spec, Priority priority, Partition partition, List<String> to) {
    to.add(partition.newId().value());
    to.add(JobFields.type(spec));
    to.add(spec.user().value());
    to.add(JobFields.playlist(spec));
    to.add(JobFields.priority(priority));
  }

  List<Directive> heartbeat(List<Heartbeat> beats) {
    List<Heartbeat> all = List.copyOf(Objects.requireNonNull(beats, "beats"));
    return inBatches(
        all,
        beat -> Math.max(0, Dispatcher.partitionOf(beat.lease().job())) % partitions.size(),
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
        "renew leases",
        RedisJobs::directive);
  }

  /** Sends things to their partitions, many at once, and puts the answers into their order. */
  private <T, R> List<R> inBatches(
      List<T> things,
      Function<T, Integer> home,
      Sender<T> sender,
      String what,
      Function<Object, R> reader) {
    Map<Integer, List<Integer>> byPartition = new TreeMap<>();
    for (int i = 0; i < things.size(); i++) {
      byPartition.computeIfAbsent(home.apply(things.get(i)), key -> new ArrayList<>()).add(i);
    }
    Object[] answers = new Object[things.size()];
    Deque<Sent> sent = new ArrayDeque<>();
    byPartition.forEach(
        (number, positions) -> {
          for (int from = 0; from < positions.size(); from += BATCH) {
            List<Integer> part = positions.subList(from, Math.min(from + BATCH, positions.size()));
            if (sent.size() == BATCHES_AT_ONCE) {
              receive(what, sent.remove(), answers);
            }
            sent.add(
                new Sent(
                    part,
                    sender.send(partitions.get(number), part.stream().map(things::get).toList())));
          }
        });
    sent.forEach(each -> receive(what, each, answers));
    return Arrays.stream(answers).map(reader).toList();
  }

  private void receive(String what, Sent sent, Object[] answers) {
    List<?> answer = (List<?>) calls.join(what, sent.answer);
    for (int i = 0; i < sent.positions.size(); i++) {
      answers[sent.positions.get(i)] = answer.get(i);
    }
  }

  private interface Sender<T> {
    CompletableFuture<Object> send(Partition partition, List<T> batch);
  }

  private record Sent(List<Integer> positions, CompletableFuture<Object> answer) {}

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
    for (Partition partition : partitions) {
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
        (List<?>) calls.join("count jobs", home(user).look(Scripts.COUNTS, user.value()));
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
    int number = Dispatcher.partitionOf(job);
    if (number < 0 || number >= partitions.size()) {
      return Cancellation.UNKNOWN;
    }
    String answer = "0";
    do {
      answer = one("cancel the job", partitions.get(number), Scripts.CANCEL, job.value(), answer);
    } while (Character.isDigit(answer.charAt(0)));
    return switch (answer) {
      case "U" -> Cancellation.UNKNOWN;
      case "L" -> Cancellation.TOO_LATE;
      case "D" -> Cancellation.DONE;
      default -> Cancellation.ASKED;
    };
  }

  static boolean canBeTriedAgain(JobStatus job) {
    return job.spec() != null
        && (job.state() == JobState.FAILED || job.state() == JobState.CANCELED);
  }

  void pauseAll(boolean pause) {
    for (Partition partition : partitions) {
      one("pause or resume", partition, Scripts.PAUSE, pause ? "1" : "0", "");
    }
  }

  boolean pause(UserId user, boolean pause) {
    Objects.requireNonNull(user, "user");
    return one("pause or resume", home(user), Scripts.PAUSE, pause ? "1" : "0", user.value())
        .equals("1");
  }

  boolean isPaused(UserId user) {
    Objects.requireNonNull(user, "user");
    return calls.get(
        "look up a user", calls.commands().hexists(home(user).key("u:" + user.value()), "paused"));
  }

  void schedule(SyncSchedule schedule) {
    Objects.requireNonNull(schedule, "schedule");
    long jitter = schedule.jitter().toMillis();
    String plan =
        schedule.every().toMillis() + " " + jitter + " " + JobFields.priority(schedule.priority());
    String part = Long.toString(ThreadLocalRandom.current().nextLong(jitter + 1));
    UserId user = schedule.user();
    one("set a schedule", home(user), Scripts.SCHEDULE, user.value(), plan, part);
  }

  boolean unschedule(UserId user) {
    Objects.requireNonNull(user, "user");
    return one("remove a schedule", home(user), Scripts.SCHEDULE, user.value(), "", "0")
        .equals("1");
  }

  Optional<SyncSchedule> scheduleOf(UserId user) {
    Objects.requireNonNull(user, "user");
    String plan =
        calls.get(
            "look up a schedule", calls.commands().hget(home(user).key("plan"), user.value()));
    if (plan == null) {
      return Optional.empty();
    }
    String[] parts = plan.split(" ", -1);
    return Optional.of(
        new SyncSchedule(
            user,
            Duration.ofMillis(Long.parseLong(parts[0])),
            Duration.ofMillis(Long.parseLong(parts[1])),
            JobFields.priority(parts[2])));
  }

  Optional<Instant> nextDue(UserId user) {
    Objects.requireNonNull(user, "user");
    Double due =
        calls.get(
            "look up a schedule", calls.commands().zscore(home(user).key("sched"), user.value()));
    if (due != null) {
      return Optional.of(Instant.ofEpochMilli(due.longValue()));
    }
    String held =
        calls.get(
            "look up a schedule", calls.commands().hget(home(user).key("held"), user.value()));
    return Optional.ofNullable(held).map(JobFields::time);
  }

  private Partition home(UserId user) {
    return partitions.get(Partition.of(user, partitions.size()));
  }

  private String one(String what, Partition partition, Script script, String... arguments) {
    List<?> answer = (List<?>) calls.join(what, partition.run(script, List.of(arguments)));
    return String.valueOf(answer.get(0));
  }
}
