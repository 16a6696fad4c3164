package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.redis.ExchangeCodec.Answer;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.spi.queue.QueueSettings.Retention;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Makes every exchange of a random history twice, once with the script for the usual ones and once
 * without it, and expects the same answers and the same keys. The size is {@code queue.usual.steps}
 * and {@code .runs}; {@code queue.usual.seed} repeats a run.
 */
class RedisUsualTest {
  private static final int STEPS = Integer.getInteger("queue.usual.steps", 150);
  private static final int RUNS = Integer.getInteger("queue.usual.runs", 2);
  private static final QueueSettings SETTINGS =
      QueueSettings.defaults()
          .withUserLimit(3)
          .withRetention(
              new Retention(20, Duration.ofDays(1)), new Retention(20, Duration.ofDays(1)))
          .withEvents(1000);
  private static final String USUAL = "  return write_usual(plan)";

  private final String prefix = "v" + Partition.randomText();
  private final String base = "{" + prefix + ":0}:";
  private final AtomicLong time = new AtomicLong();
  private final Map<Integer, Integer> exchanges = new HashMap<>();
  private final List<JobLease> held = new ArrayList<>();
  private Random random = new Random();
  private int usual;

  static List<Long> seeds() {
    Long seed = Long.getLong("queue.usual.seed");
    return seed != null ? List.of(seed) : new Random().longs(RUNS).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void usualAndFullScriptDoTheSame(long seed) {
    random = new Random(seed);
    try (StatefulRedisConnection<String, String> connection = RedisServers.client().connect();
        RedisConnections connections = RedisConnections.over(RedisServers.client());
        JobQueue queue =
            RedisJobQueue.builder(RedisServers.client())
                .prefix(prefix)
                .settings(SETTINGS)
                .timeOffset(time::get)
                .build()) {
      RedisCalls calls = new RedisCalls(connections.link(), Duration.ofSeconds(5));
      for (int step = 0; step < STEPS; step++) {
        change(queue);
        exchange(connection.sync(), new Partition(0, prefix, SETTINGS, time::get, calls));
      }
      assertThat(usual).isGreaterThan(STEPS / 10);
      assertThat(STEPS - usual).isGreaterThan(STEPS / 10);
      assertThat(KeyAudit.problems(connection.sync(), prefix, 0, 3)).isEmpty();
    }
  }

  private void change(JobQueue queue) {
    switch (random.nextInt(14)) {
      case 0, 1, 2, 3, 4 ->
          queue.enqueueAll(
              IntStream.range(0, random.nextInt(8)).mapToObj(i -> spec()).toList(), priority());
      case 5 ->
          queue.heartbeat(held.stream().map(lease -> new Heartbeat(lease, Progress.NONE)).toList());
      case 6 -> {
        List<JobStatus> jobs = queue.jobs(JobFilter.all().limitedTo(30)).jobs();
        if (!jobs.isEmpty()) {
          queue.cancel(jobs.get(random.nextInt(jobs.size())).id());
        }
      }
      case 7 -> {
        UserId user = user();
        if (!queue.resume(user) && random.nextInt(3) == 0) {
          queue.pause(user);
        }
      }
      case 8 -> {
        queue.resume();
        if (random.nextInt(8) == 0) {
          queue.pause();
        }
      }
      case 9 ->
          queue.schedule(
              new SyncSchedule(spec(), Duration.ofMinutes(2), Duration.ofSeconds(5), Priority.LOW));
      case 10 -> time.addAndGet(random.nextInt(20_000));
      case 11 -> assertThat(queue.repair().findings()).isEmpty();
      default -> {}
    }
  }

  private UserId user() {
    return UserId.of("u" + random.nextInt(5));
  }

  private JobSpec spec() {
    return random.nextInt(8) == 0
        ? JobSpec.user(user())
        : JobSpec.playlist(user(), PlaylistId.of("p" + random.nextInt(9)));
  }

  private Priority priority() {
    return List.of(Priority.values()).get(random.nextInt(3));
  }

  private JobOutcome outcome(JobLease lease) {
    if (lease.spec().playlist() == null && random.nextBoolean()) {
      return new JobOutcome.FannedOut(
          "planned",
          IntStream.range(0, random.nextInt(5))
              .mapToObj(i -> JobSpec.playlist(lease.spec().user(), PlaylistId.of("p" + i)))
              .map(spec -> new JobOutcome.Child(spec, priority()))
              .toList());
    }
    return switch (random.nextInt(20)) {
      case 0 -> new JobOutcome.Failed("broken", "report");
      case 1 -> new JobOutcome.Retry(Duration.ofSeconds(random.nextInt(9)), "again");
      case 2 -> new JobOutcome.Deferred(Duration.ofSeconds(random.nextInt(9)), "later");
      case 3 -> new JobOutcome.HandedBack();
      case 4 -> new JobOutcome.Canceled();
      default -> new JobOutcome.Succeeded("done");
    };
  }

  private void exchange(RedisCommands<String, String> redis, Partition partition) {
    int client = random.nextInt(2);
    // Now and then as if the last answer was lost.
    int number = exchanges.merge(client, random.nextInt(15) == 0 ? 0 : 1, Integer::sum);
    Collections.shuffle(held, random);
    List<JobLease> done = held.subList(0, random.nextInt(held.size() + 1));
    List<String> arguments = new ArrayList<>();
    Retention ended = SETTINGS.ended();
    Collections.addAll(
        arguments,
        Long.toString(time.get()),
        Long.toString(SETTINGS.lease().toMillis()),
        Integer.toString(SETTINGS.userLimit()),
        Integer.toString(SETTINGS.leaseLosses()),
        Integer.toString(ended.count()),
        Long.toString(ended.age().toMillis()),
        Integer.toString(SETTINGS.failed().count()),
        Long.toString(SETTINGS.failed().age().toMillis()),
        Integer.toString(SETTINGS.events()),
        "client" + client,
        Integer.toString(number),
        "00000" + client,
        Integer.toString(random.nextInt(2)),
        Integer.toString(done.size()));
    for (JobLease lease : done) {
      Progress progress = random.nextBoolean() ? Progress.NONE : null;
      ExchangeCodec.write(new Settlement(lease, outcome(lease), progress), partition, arguments);
    }
    for (int caller = random.nextInt(3); caller > 0; caller--) {
      arguments.add("w" + caller);
      arguments.add(Integer.toString(1 + random.nextInt(5)));
    }
    // The same time for both.
    List<String> clock = redis.time();
    String fixed = Scripts.EXCHANGE.source().replace("call('TIME')", "{KEYS[3], KEYS[4]}");
    assertThat(fixed).contains(USUAL);
    Map<String, byte[]> before = new HashMap<>();
    redis.keys(base + "*").forEach(key -> before.put(key, redis.dump(key)));
    String[] keys = {base, base + "-", clock.get(0), clock.get(1)};
    String[] values = arguments.toArray(String[]::new);

    Object first =
        redis.eval(
            fixed.replace(USUAL, "call('SET', K .. 'usual', '1')\n" + USUAL),
            ScriptOutputType.MULTI,
            keys,
            values);
    boolean wasUsual = redis.del(base + "usual") == 1;
    Map<String, Object> after = contents(redis);
    redis.del(redis.keys(base + "*").toArray(String[]::new));
    before.forEach((key, dump) -> redis.restore(key, 0, dump));
    Object second =
        redis.eval(fixed.replace(USUAL, "  plan = nil"), ScriptOutputType.MULTI, keys, values);

    usual += wasUsual ? 1 : 0;
    assertThat(first).describedAs("%s", arguments).isEqualTo(second);
    Map<String, Object> expected = contents(redis);
    assertThat(after.keySet()).describedAs("%s", arguments).isEqualTo(expected.keySet());
    expected.forEach(
        (key, content) ->
            assertThat(after.get(key)).describedAs("%s of %s", key, arguments).isEqualTo(content));
    List<JobId> settled = done.stream().map(JobLease::job).toList();
    held.removeIf(lease -> settled.contains(lease.job()));
    Answer.read(second).taken().forEach(taken -> taken.forEach(each -> held.add(each.lease())));
  }

  private Map<String, Object> contents(RedisCommands<String, String> redis) {
    KeySnapshot snapshot = KeySnapshot.of(redis, base);
    Map<String, Object> contents = new TreeMap<>();
    for (String key : snapshot.names()) {
      switch (redis.type(base + key)) {
        case "hash" -> {
          Map<String, String> fields = snapshot.hash(key);
          // As if it was not there: no job of the priority was taken yet.
          List.of("v0", "v1", "v2").forEach(field -> fields.remove(field, "0"));
          contents.put(key, fields);
        }
        case "zset" -> contents.put(key, snapshot.scores(key));
        case "stream" ->
            contents.put(
                key,
                redis.xrange(base + key, Range.unbounded()).stream()
                    .map(entry -> entry.getId() + " " + entry.getBody())
                    .toList());
        default -> contents.put(key, snapshot.set(key));
      }
    }
    return contents;
  }
}
