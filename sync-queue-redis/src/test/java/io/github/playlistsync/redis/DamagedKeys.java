package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of a queue that holds something of every kind, and every way to damage one field, member
 * or key of them, whatever the keys are. Unless {@code queue.damages} is {@code all}, one way each,
 * in turns, so that every place is damaged and every kind of damage is done; a number there begins
 * the turns with another kind.
 */
final class DamagedKeys {
  static final UserId ALICE = UserId.of("alice");
  static final UserId CAROL = UserId.of("carol");
  private static final UserId DAVE = UserId.of("dave");
  static final QueueSettings SETTINGS = QueueSettings.defaults().withUserLimit(2);

  /** What stands in the place of a value. */
  private static final List<String> NONSENSE =
      List.of("x", "", "-1", "1 2 3 4 5", "99999999999999999999", "\0");

  private static final String CHOICE = System.getProperty("queue.damages", "0");

  final String prefix = "d" + Partition.randomText();
  final AtomicLong time = new AtomicLong();
  private final RedisCommands<String, String> redis;
  private final Map<String, byte[]> sound = new TreeMap<>();
  private long begin;

  DamagedKeys(RedisCommands<String, String> redis) {
    this.redis = redis;
  }

  JobQueue open() {
    return open(RedisServers.client());
  }

  JobQueue open(RedisClient client) {
    return RedisJobQueue.builder(client)
        .prefix(prefix)
        .settings(SETTINGS)
        .timeOffset(time::get)
        .build();
  }

  /** The partition of such a queue, to run single scripts. */
  Partition partition(RedisConnections connections) {
    RedisCalls calls = new RedisCalls(connections.link(), Duration.ofSeconds(5));
    return new Partition(0, prefix, SETTINGS, time::get, calls);
  }

  String key(String name) {
    return "{" + prefix + ":0}:" + name;
  }

  /**
   * Jobs of Alice that run, wait, are deferred, held back, failed, canceled, done, and due; Carol
   * is paused, and Dave's job shall yield.
   */
  void makeJobsInEveryState(JobQueue queue) {
    holdCarol(queue);
    queue.enqueue(playlist(DAVE, "d1"), Priority.LOW);
    JobLease low = take(queue).get(0);
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
    queue.cancel(queue.enqueue(playlist(ALICE, "p2"), Priority.LOW));
    for (Priority priority : Priority.values()) {
      queue.enqueue(playlist(ALICE, "q" + priority), priority);
    }
    queue.schedule(
        new SyncSchedule(
            JobSpec.user(ALICE), Duration.ofMinutes(1), Duration.ofSeconds(1), Priority.LOW));
    assertThat(queue.heartbeat(List.of(new Heartbeat(low, Progress.NONE))))
        .containsExactly(Directive.YIELD);
    assertThat(queue.counts().byState().keySet()).containsExactlyInAnyOrder(JobState.values());
    keys().forEach(key -> sound.put(key, redis.dump(key)));
    begin = time.get();
  }

  /** Carol's job is parked, and her schedule is held. */
  private void holdCarol(JobQueue queue) {
    queue.enqueue(playlist(CAROL, "p1"), Priority.NORMAL);
    queue.schedule(
        new SyncSchedule(
            playlist(CAROL, "s1"), Duration.ofMinutes(1), Duration.ofSeconds(1), Priority.LOW));
    queue.pause(CAROL);
    time.addAndGet(62_000);
    assertThat(take(queue)).isEmpty();
  }

  /** The ways to damage the keys that this run tries. */
  List<Damage> chosen() {
    List<Damage> all = all();
    if (CHOICE.equals("all")) {
      return all;
    }
    Map<String, List<Damage>> places =
        all.stream()
            .collect(Collectors.groupingBy(Damage::place, TreeMap::new, Collectors.toList()));
    List<Damage> chosen = new ArrayList<>();
    int turn = Integer.parseInt(CHOICE);
    for (List<Damage> ways : places.values()) {
      chosen.add(ways.get(turn++ % ways.size()));
    }
    return chosen;
  }

  /** Every way to damage the keys. */
  private List<Damage> all() {
    List<Damage> damages = new ArrayList<>();
    for (String key : sound.keySet()) {
      damages.add(new Damage(key, " is gone", () -> redis.del(key)));
      switch (redis.type(key)) {
        case "hash" ->
            redis
                .hkeys(key)
                .forEach(
                    field -> {
                      String place = key + " " + field;
                      damages.add(new Damage(place, " is gone", () -> redis.hdel(key, field)));
                      if (!field.equals("paused")) {
                        each(damages, place, value -> redis.hset(key, field, value));
                      }
                    });
        case "zset" -> {
          redis
              .zrange(key, 0, -1)
              .forEach(
                  member -> {
                    String place = key + " " + member;
                    damages.add(new Damage(place, " is gone", () -> redis.zrem(key, member)));
                    for (double score : new double[] {Double.NEGATIVE_INFINITY, -1, 0.5, 1e300}) {
                      damages.add(
                          new Damage(place, " at " + score, () -> redis.zadd(key, score, member)));
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

  private static void each(List<Damage> damages, String place, Consumer<String> action) {
    for (String value : NONSENSE) {
      damages.add(new Damage(place, " '" + value + "'", () -> action.accept(value)));
    }
  }

  /** Makes the keys again what they were. */
  void restore() {
    List<String> keys = keys();
    if (!keys.isEmpty()) {
      redis.del(keys.toArray(String[]::new));
    }
    sound.forEach((key, dump) -> redis.restore(key, 0, dump));
    time.set(begin);
  }

  private List<String> keys() {
    return redis.keys("{" + prefix + ":0}*");
  }

  static List<JobLease> take(JobQueue queue) {
    return queue.exchange("w", List.of(), 1, Duration.ZERO).leases();
  }

  static void settle(JobQueue queue, JobLease lease, JobOutcome outcome) {
    queue.exchange("w", List.of(new Settlement(lease, outcome)), 0, Duration.ZERO);
  }

  static JobSpec playlist(UserId user, String id) {
    return JobSpec.playlist(user, PlaylistId.of(id));
  }

  /** Does something to the keys. */
  record Damage(String place, String way, Runnable action) {
    String what() {
      return place + way;
    }
  }
}
