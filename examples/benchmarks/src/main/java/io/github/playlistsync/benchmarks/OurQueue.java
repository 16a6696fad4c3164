package io.github.playlistsync.benchmarks;

import io.github.playlistsync.benchmarks.QueueFigures.Figure;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.redis.RedisJobQueue;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.spi.queue.QueueSettings.Retention;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** This library's queue, with jobs that do nothing. */
final class OurQueue implements AutoCloseable {
  private static final int USERS = 200;
  private static final int KEPT = 1_000;
  private static final int PART = 10_000;
  private static final JobOutcome DONE = new JobOutcome.Succeeded("{\"changed\":3,\"rows\":12}");
  private static final Pattern CALLS = Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)");
  private static final Pattern CPU =
      Pattern.compile("^used_cpu_(?:sys|user):([0-9.]+)", Pattern.MULTILINE);

  private final int jobs;
  private final JobQueue queue;
  private final StatefulRedisConnection<String, String> connection;
  private final RedisCommands<String, String> redis;
  private int number;

  OurQueue(RedisClient client, int jobs) {
    this.jobs = jobs;
    this.connection = client.connect();
    this.redis = connection.sync();
    Retention kept = new Retention(KEPT, Duration.ofDays(1));
    this.queue =
        RedisJobQueue.builder(client)
            .commandTimeout(Duration.ofMinutes(1))
            .settings(QueueSettings.defaults().withUserLimit(KEPT).withRetention(kept, kept))
            .build();
  }

  /** Runs a round. */
  void round(QueueFigures to) {
    to.add("enqueue, 50 callers", measured(() -> enqueueByMany(50)));
    to.add("process, 50 at once", measured(() -> work(50)));
    to.add("bulk", measured(() -> enqueue(jobs)));
    to.add("process, 1 at once", measured(() -> work(1)));
  }

  /** Enqueues jobs that nobody takes. */
  void fill(int waiting) {
    for (int filled = 0; filled < waiting; filled += PART) {
      enqueue(Math.min(PART, waiting - filled));
    }
  }

  /** What Redis has run since the last measurement began. */
  String commands() {
    return redis.info("commandstats");
  }

  private Figure measured(Runnable action) {
    redis.configResetstat();
    double processor = processorMicros();
    long begun = System.nanoTime();
    action.run();
    double seconds = (System.nanoTime() - begun) / 1e9;
    double micros = processorMicros() - processor;
    long calls = 0;
    Matcher matcher = CALLS.matcher(redis.info("commandstats"));
    while (matcher.find()) {
      calls += Long.parseLong(matcher.group(1));
    }
    return new Figure(seconds, calls, micros);
  }

  private double processorMicros() {
    Matcher matcher = CPU.matcher(redis.info("cpu"));
    double seconds = 0;
    while (matcher.find()) {
      seconds += Double.parseDouble(matcher.group(1));
    }
    return seconds * 1e6;
  }

  private void enqueue(int many) {
    int from = number;
    number += many;
    queue.enqueueAll(
        IntStream.range(from, number).mapToObj(OurQueue::spec).toList(), Priority.NORMAL);
  }

  private void enqueueByMany(int callers) {
    AtomicInteger next = new AtomicInteger(number);
    number += jobs;
    int end = number;
    run(
        callers,
        () -> {
          for (int i = next.getAndIncrement(); i < end; i = next.getAndIncrement()) {
            queue.enqueue(spec(i), Priority.NORMAL);
          }
        });
  }

  private void work(int threads) {
    AtomicInteger left = new AtomicInteger(jobs);
    run(
        threads,
        () -> {
          List<Settlement> done = List.of();
          while (left.getAndDecrement() > 0) {
            Exchange exchange = queue.exchange("w", done, 1, Duration.ofSeconds(10));
            done = exchange.leases().stream().map(l -> new Settlement(l, DONE)).toList();
            if (done.isEmpty()) {
              throw new IllegalStateException("there are no jobs left to do");
            }
          }
          queue.exchange("w", done, 0, Duration.ZERO);
        });
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
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  private static JobSpec spec(int number) {
    return JobSpec.playlist(
        UserId.of("user" + number % USERS), PlaylistId.of("37i9dQZF1DX%011d".formatted(number)));
  }

  @Override
  public void close() {
    queue.close();
    connection.close();
  }
}
