package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.spi.queue.QueueSettings.Retention;
import io.github.playlistsync.testing.redis.RedisServer;
import io.lettuce.core.RedisClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A worker in a process of its own, which a test can kill or pause. */
final class WorkerProcess {
  static final QueueSettings SETTINGS =
      QueueSettings.defaults()
          .withLease(Duration.ofSeconds(1))
          .withUserLimit(1_000)
          .withLeaseLosses(1_000)
          .withRetention(
              new Retention(100_000, Duration.ofDays(1)),
              new Retention(100_000, Duration.ofDays(1)))
          .withEvents(1_000_000);
  private static final JobOutcome DONE = new JobOutcome.Succeeded("done");
  private static final long WORK_MILLIS = 20;

  private WorkerProcess() {}

  /**
   * Starts a worker that runs jobs with so many threads. Each line on its input moves its time by
   * so many milliseconds.
   */
  static Process working(RedisServer server, String prefix, int threads) {
    return start(server, prefix, "work", Integer.toString(threads));
  }

  /**
   * Starts a worker that takes a job, says so on its output, waits for a line on its input, settles
   * the job and prints the result.
   */
  static Process waiting(RedisServer server, String prefix) {
    return start(server, prefix, "wait", "1");
  }

  private static Process start(RedisServer server, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                server.uri()));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new IllegalStateException("cannot start a worker", e);
    }
  }

  /** Runs in the worker's process. */
  public static void main(String[] arguments) throws Exception {
    RedisClient client = RedisClient.create(arguments[0]);
    AtomicLong offset = new AtomicLong();
    JobQueue queue =
        RedisJobQueue.builder(client)
            .prefix(arguments[1])
            .settings(SETTINGS)
            .timeOffset(offset::get)
            .build();
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (arguments[2].equals("wait")) {
      settleLate(queue, input);
      System.exit(0);
    }
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      String name = "worker-" + ProcessHandle.current().pid() + "-" + i;
      new Thread(() -> work(queue, name)).start();
    }
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      offset.addAndGet(Long.parseLong(line));
    }
  }

  private static void work(JobQueue queue, String name) {
    List<Settlement> done = List.of();
    while (true) {
      try {
        Exchange exchange = queue.exchange(name, done, 1, Duration.ofSeconds(5));
        done = exchange.leases().stream().map(lease -> new Settlement(lease, DONE)).toList();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WORK_MILLIS));
      } catch (QueueUnavailableException e) {
        Thread.onSpinWait();
      }
    }
  }

  private static void settleLate(JobQueue queue, BufferedReader input) throws IOException {
    JobLease lease = queue.exchange("late", List.of(), 1, Duration.ofSeconds(20)).leases().get(0);
    System.out.println("taken");
    input.readLine();
    Exchange exchange =
        queue.exchange("late", List.of(new Settlement(lease, DONE)), 0, Duration.ZERO);
    System.out.println(exchange.refused().isEmpty() ? "accepted" : "refused");
  }
}
