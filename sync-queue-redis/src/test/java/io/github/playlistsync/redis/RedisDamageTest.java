package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Damages every field, member and element of every key in turn, whatever the keys are, and expects
 * that the jobs of another user run and end all the same.
 */
class RedisDamageTest {
  private static final UserId ALICE = UserId.of("alice");
  private static final UserId BOB = UserId.of("bob");
  private static final QueueSettings SETTINGS = QueueSettings.defaults().withUserLimit(2);

  /** What stands in the place of a value. */
  private static final List<String> NONSENSE =
      List.of("x", "", "-1", "1 2 3 4 5", "99999999999999999999", "\0");

  private final String prefix = "d" + Partition.randomText();
  private final AtomicLong time = new AtomicLong();
  private final Map<String, byte[]> sound = new TreeMap<>();

  @Test
  void whatIsDamagedStopsNobodyElse() {
    try (StatefulRedisConnection<String, String> connection = RedisServers.client().connect();
        JobQueue queue = open()) {
      RedisCommands<String, String> redis = connection.sync();
      makeJobsInEveryState(queue);
      keys(redis).forEach(key -> sound.put(key, redis.dump(key)));

      List<String> stopped = new ArrayList<>();
      for (Damage damage : damages(redis)) {
        restore(redis);
        damage.action.run();
        workOfBob(queue).ifPresent(problem -> stopped.add(damage.what + ": " + problem));
      }

      assertThat(stopped).isEmpty();
    }
  }

  @Test
  void aParentWhoseChildrenVanishedFailsAndHoldsNobodyBack() {
    try (StatefulRedisConnection<String, String> connection = RedisServers.client().connect();
        JobQueue queue = open()) {
      JobId parent = queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);
      List<JobOutcome.Child> children =
          IntStream.range(0, 120)
              .mapToObj(n -> new JobOutcome.Child(playlist(ALICE, "c" + n), Priority.NORMAL))
              .toList();
      settle(queue, take(queue).get(0), new JobOutcome.FannedOut("planned", children));
      settle(queue, take(queue).get(0), new JobOutcome.Succeeded("done"));
      List<JobStatus> live =
          queue.jobs(JobFilter.childrenOf(parent).limitedTo(1000)).jobs().stream()
              .filter(child -> !child.state().isEnd())
              .toList();
      JobStatus last = live.get(live.size() - 1);
      live.stream()
          .filter(child -> !child.equals(last))
          .forEach(child -> connection.sync().del("{" + prefix + ":0}:j:" + child.id()));
      JobId next = queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);

      lookSeveralTimes(queue);
      assertThat(queue.status(parent).map(JobStatus::state)).contains(JobState.WAITING);
      connection.sync().del("{" + prefix + ":0}:j:" + last.id());
      lookSeveralTimes(queue);

      assertThat(queue.status(parent).map(JobStatus::state)).contains(JobState.FAILED);
      assertThat(queue.status(parent).orElseThrow().error()).isEqualTo("119 of 120 jobs were lost");
      assertThat(take(queue)).extracting(JobLease::job).containsExactly(next);
    }
  }

  /** The queue looks for such parents step by step, while somebody asks for jobs. */
  private void lookSeveralTimes(JobQueue queue) {
    queue.pause();
    for (int i = 0; i < 10; i++) {
      time.addAndGet(1_000);
      take(queue);
    }
    queue.resume();
  }

  /** Jobs of Alice that run, wait, are deferred, held back, failed, done, and due. */
  private static void makeJobsInEveryState(JobQueue queue) {
    queue.enqueue(JobSpec.user(ALICE), Priority.HIGH);
    JobLease parent = take(queue).get(0);
    List<JobOutcome.Child> children =
        Stream.of("c1", "c2", "c3")
            .map(id -> new JobOutcome.Child(playlist(ALICE, id), Priority.HIGH))
            .toList();
    settle(queue, parent, new JobOutcome.FannedOut("planned", children));
    queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);
    settle(queue, take(queue).get(0), new JobOutcome.Succeeded("done"));
    settle(queue, take(queue).get(0), new JobOutcome.Failed("broken", null));
    queue.enqueue(playlist(ALICE, "p1"), Priority.HIGH);
    settle(queue, take(queue).get(0), new JobOutcome.Retry(Duration.ofSeconds(20), "again"));
    JobLease running = take(queue).get(0);
    queue.heartbeat(List.of(new Heartbeat(running, Progress.NONE)));
    queue.enqueue(running.spec(), Priority.NORMAL);
    for (Priority priority : Priority.values()) {
      queue.enqueue(playlist(ALICE, "q" + priority), priority);
    }
    queue.schedule(
        new SyncSchedule(
            JobSpec.user(ALICE), Duration.ofMinutes(1), Duration.ofSeconds(1), Priority.LOW));
    assertThat(queue.counts().byState().keySet())
        .containsExactlyInAnyOrder(
            JobState.WAITING,
            JobState.RUNNING,
            JobState.DEFERRED,
            JobState.QUEUED,
            JobState.FAILED,
            JobState.SUCCEEDED);
  }

  /** Runs jobs of Bob, and whatever else comes up; returns what was wrong. */
  private Optional<String> workOfBob(JobQueue queue) {
    try {
      List<JobId> jobs = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        jobs.add(queue.enqueue(playlist(BOB, "b" + round), Priority.NORMAL));
        work(queue);
        time.addAndGet(SETTINGS.lease().toMillis() * 3);
      }
      work(queue);
      List<JobState> states =
          jobs.stream().map(job -> queue.status(job).map(JobStatus::state).orElseThrow()).toList();
      return states.stream().allMatch(JobState.SUCCEEDED::equals)
          ? Optional.empty()
          : Optional.of("jobs are " + states);
    } catch (RuntimeException e) {
      return Optional.of(e.toString());
    }
  }

  private static void work(JobQueue queue) {
    List<Settlement> done = List.of();
    do {
      List<JobLease> leases = queue.exchange("w", done, 3, Duration.ZERO).leases();
      done =
          leases.stream()
              .map(lease -> new Settlement(lease, new JobOutcome.Succeeded("done")))
              .toList();
    } while (!done.isEmpty());
  }

  private List<Damage> damages(RedisCommands<String, String> redis) {
    List<Damage> damages = new ArrayList<>();
    for (String key : sound.keySet()) {
      damages.add(new Damage(key + " is gone", () -> redis.del(key)));
      switch (redis.type(key)) {
        case "hash" ->
            redis
                .hkeys(key)
                .forEach(
                    field -> {
                      damages.add(
                          new Damage(key + " " + field + " is gone", () -> redis.hdel(key, field)));
                      if (!field.equals("paused")) {
                        each(damages, key + " " + field, value -> redis.hset(key, field, value));
                      }
                    });
        case "zset" -> {
          redis
              .zrange(key, 0, -1)
              .forEach(
                  member -> {
                    damages.add(
                        new Damage(key + " lacks " + member, () -> redis.zrem(key, member)));
                    for (double score : new double[] {Double.NEGATIVE_INFINITY, -1, 0.5, 1e300}) {
                      damages.add(
                          new Damage(
                              key + " " + member + " at " + score,
                              () -> redis.zadd(key, score, member)));
                    }
                  });
          each(damages, key + " has", value -> redis.zadd(key, 0, value));
        }
        case "set" -> each(damages, key + " has", value -> redis.sadd(key, value));
        default -> {}
      }
    }
    return damages;
  }

  private static void each(List<Damage> damages, String what, Consumer<String> action) {
    for (String value : NONSENSE) {
      damages.add(new Damage(what + " '" + value + "'", () -> action.accept(value)));
    }
  }

  private void restore(RedisCommands<String, String> redis) {
    List<String> keys = keys(redis);
    if (!keys.isEmpty()) {
      redis.del(keys.toArray(String[]::new));
    }
    sound.forEach((key, dump) -> redis.restore(key, 0, dump));
    time.set(0);
  }

  private List<String> keys(RedisCommands<String, String> redis) {
    return redis.keys("{" + prefix + ":0}*");
  }

  private JobQueue open() {
    return RedisJobQueue.builder(RedisServers.client())
        .prefix(prefix)
        .settings(SETTINGS)
        .timeOffset(time::get)
        .build();
  }

  private static List<JobLease> take(JobQueue queue) {
    return queue.exchange("w", List.of(), 1, Duration.ZERO).leases();
  }

  private static void settle(JobQueue queue, JobLease lease, JobOutcome outcome) {
    queue.exchange("w", List.of(new Settlement(lease, outcome)), 0, Duration.ZERO);
  }

  private static JobSpec playlist(UserId user, String id) {
    return JobSpec.playlist(user, PlaylistId.of(id));
  }

  private record Damage(String what, Runnable action) {}
}
