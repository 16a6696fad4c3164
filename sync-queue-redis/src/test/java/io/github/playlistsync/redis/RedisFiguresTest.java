package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.QueueRepair;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.spi.queue.QueueSettings.Retention;
import io.github.playlistsync.testing.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Measures and prints what a job costs. Checks only the round trips. */
@EnabledIfSystemProperty(
    named = "queue.figures",
    matches = "true",
    disabledReason = "it measures; -Dqueue.figures=true runs it")
class RedisFiguresTest {
  private static final int JOBS = Integer.getInteger("queue.figures.jobs", 20_000);
  private static final int USERS = 200;
  private static final JobOutcome DONE = new JobOutcome.Succeeded("{\"changed\":3,\"rows\":12}");
  private static final Pattern CALLS = Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)");

  @Test
  void memoryOfAJob() {
    try (RedisServer server = RedisServer.start();
        RedisClient client = RedisClient.create(server.uri());
        JobQueue queue = open(client, JOBS);
        StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisCommands<String, String> redis = connection.sync();
      queue.enqueue(JobSpec.user(UserId.of("warm")), Priority.LOW);
      long empty = used(redis);
      enqueueAll(queue);
      long waiting = used(redis);
      work(queue, 50);
      long finished = used(redis);

      print(
          "memory: a waiting job %d bytes, a finished one %d bytes, its events included",
          (waiting - empty) / JOBS, (finished - empty) / JOBS);
    }
  }

  @Test
  void throughputAndRoundTrips() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (RedisServer server = RedisServer.start();
          RedisClient client = RedisClient.create(server.uri());
          JobQueue queue = open(client, 1_000);
          StatefulRedisConnection<String, String> connection = client.connect()) {
        RedisCommands<String, String> redis = connection.sync();
        measure(redis, "enqueue, 50 callers", () -> enqueueByMany(queue, 50));
        double many = measure(redis, "process, 50 at once", () -> work(queue, 50));
        measure(redis, "bulk", () -> enqueueAll(queue));
        double one = measure(redis, "process, 1 at once", () -> work(queue, 1));

        assertThat(queue.counts().live()).isZero();
        assertThat(many).isLessThanOrEqualTo(0.1);
        assertThat(one).isLessThanOrEqualTo(1.01);
      }
    }
  }

  @Test
  void timeOfARepair() {
    try (RedisServer server =
            RedisServer.start("--slowlog-log-slower-than", "100", "--slowlog-max-len", "100000");
        RedisClient client = RedisClient.create(server.uri());
        JobQueue queue = open(client, JOBS);
        StatefulRedisConnection<String, String> connection = client.connect()) {
      UserId big = UserId.of("big");
      JobId parent = queue.enqueue(JobSpec.user(big), Priority.HIGH);
      JobLease plan = queue.exchange("w", List.of(), 1, Duration.ZERO).leases().get(0);
      List<JobOutcome.Child> children =
          IntStream.range(0, JOBS / 5)
              .mapToObj(n -> JobSpec.playlist(big, PlaylistId.of("c" + n)))
              .map(spec -> new JobOutcome.Child(spec, Priority.LOW))
              .toList();
      queue.exchange(
          "w",
          List.of(new Settlement(plan, new JobOutcome.FannedOut("planned", children))),
          0,
          Duration.ZERO);
      enqueueAll(queue);
      connection.sync().slowlogReset();
      long begun = System.nanoTime();
      QueueRepair sound = queue.repair();
      double seconds = (System.nanoTime() - begun) / 1e9;

      assertThat(sound.findings()).isEmpty();
      print(
          "repair of %,d jobs: %.1f s, its longest step %.1f ms",
          sound.checked(), seconds, longestScriptMillis(connection.sync()));
      connection.sync().del("{playlist-sync:0}:ready", "{playlist-sync:0}:users");
      connection.sync().slowlogReset();
      QueueRepair damaged = queue.repair();

      print(
          "after the loss of all ready ones and all counts: %,d things mended, its longest step %.1f ms",
          damaged.mended(), longestScriptMillis(connection.sync()));
      assertThat(queue.repair().findings()).isEmpty();
      assertThat(queue.status(parent).orElseThrow().state()).isEqualTo(JobState.WAITING);
    }
  }

  private static double longestScriptMillis(RedisCommands<String, String> redis) {
    return redis.slowlogGet(100_000).stream()
            .map(List.class::cast)
            .filter(entry -> String.valueOf(((List<?>) entry.get(3)).get(0)).startsWith("EVAL"))
            .mapToLong(entry -> (Long) entry.get(2))
            .max()
            .orElse(0)
        / 1000.0;
  }

  private static double measure(RedisCommands<String, String> redis, String what, Runnable action) {
    redis.configResetstat();
    double processor = processorMicros(redis);
    long begun = System.nanoTime();
    action.run();
    double seconds = (System.nanoTime() - begun) / 1e9;
    double micros = processorMicros(redis) - processor;
    long calls = 0;
    Matcher matcher = CALLS.matcher(redis.info("commandstats"));
    while (matcher.find()) {
      calls += Long.parseLong(matcher.group(1));
    }
    double trips = (double) calls / JOBS;
    print(
        "%-20s %,8.0f jobs/s, %.3f round trips and %.1f us of Redis a job",
        what, JOBS / seconds, trips, micros / JOBS);
    return trips;
  }

  private static double processorMicros(RedisCommands<String, String> redis) {
    Matcher matcher = Pattern.compile("used_cpu_(?:sys|user):([0-9.]+)").matcher(redis.info("cpu"));
    double seconds = 0;
    while (matcher.find()) {
      seconds += Double.parseDouble(matcher.group(1));
    }
    return seconds * 1e6;
  }

  private static void enqueueAll(JobQueue queue) {
    queue.enqueueAll(
        IntStream.range(0, JOBS).mapToObj(RedisFiguresTest::spec).toList(), Priority.NORMAL);
  }

  private static void enqueueByMany(JobQueue queue, int callers) {
    AtomicInteger next = new AtomicInteger();
    run(
        callers,
        () -> {
          int number = next.getAndIncrement();
          while (number < JOBS) {
            JobId unused = queue.enqueue(spec(number), Priority.NORMAL);
            number = next.getAndIncrement();
          }
        });
  }

  private static void work(JobQueue queue, int threads) {
    run(
        threads,
        () -> {
          List<Settlement> done = List.of();
          Exchange exchange;
          do {
            exchange = queue.exchange("w", done, 1, Duration.ZERO);
            done = exchange.leases().stream().map(l -> new Settlement(l, DONE)).toList();
          } while (!done.isEmpty());
        });
    assertThat(queue.counts().in(JobState.QUEUED)).isZero();
  }

  private static void run(int threads, Runnable action) {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(action);
      thread.start();
      all.add(thread);
    }
    for (Thread thread : all) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static JobSpec spec(int number) {
    return JobSpec.playlist(
        UserId.of("user" + number % USERS), PlaylistId.of("37i9dQZF1DX%011d".formatted(number)));
  }

  private static JobQueue open(RedisClient client, int kept) {
    return RedisJobQueue.builder(client)
        .settings(
            QueueSettings.defaults()
                .withUserLimit(1_000)
                .withRetention(
                    new Retention(kept, Duration.ofDays(1)),
                    new Retention(kept, Duration.ofDays(1))))
        .build();
  }

  private static long used(RedisCommands<String, String> redis) {
    Matcher matcher = Pattern.compile("used_memory:(\\d+)").matcher(redis.info("memory"));
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
