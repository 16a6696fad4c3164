package io.github.playlistsync.benchmarks;

import io.github.playlistsync.testing.redis.RedisServer;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures the queue and BullMQ, which npm must be able to install, in turn on one Redis: the
 * median of some rounds after a warm-up. Then it measures the queue alone with many jobs waiting.
 * Jobs do nothing. The system properties {@code jobs}, {@code rounds} and {@code waiting} set the
 * sizes.
 */
public final class QueueBenchmark {
  private static final int JOBS = Integer.getInteger("jobs", 20_000);
  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  private static final int WAITING = Integer.getInteger("waiting", 1_000_000);

  private QueueBenchmark() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    System.out.printf(
        Locale.ROOT, "%,d jobs that do nothing, the median of %d rounds%n%n", JOBS, ROUNDS);
    QueueFigures ours = new QueueFigures(JOBS);
    QueueFigures theirs = new QueueFigures(JOBS);
    QueueFigures full = new QueueFigures(JOBS);
    // As often as Redis looks after its own by default; the tests have it look more often.
    try (RedisServer server = RedisServer.start("--hz", "10");
        RedisClient client = RedisClient.create(server.uri());
        OurQueue queue = new OurQueue(client, JOBS)) {
      sideBySide(queue, ours, theirs, server.port());
      if (WAITING > 0) {
        queue.fill(WAITING);
        rounds(queue, full);
      }
      if (Boolean.getBoolean("commands")) {
        System.out.println(queue.commands());
      }
    }
    print(ours, theirs, full);
  }

  private static void sideBySide(OurQueue queue, QueueFigures ours, QueueFigures theirs, int port)
      throws IOException, InterruptedException {
    Path source = source();
    Path target = source.resolveSibling("target").resolve("bullmq");
    Optional<BullMq> started = BullMq.start(source, target, port, JOBS);
    if (started.isEmpty()) {
      rounds(queue, ours);
      return;
    }
    try (BullMq bullMq = started.get()) {
      QueueFigures unused = new QueueFigures(JOBS);
      queue.round(unused);
      bullMq.round(unused);
      for (int round = 0; round < ROUNDS; round++) {
        queue.round(ours);
        bullMq.round(theirs);
      }
    }
  }

  private static void rounds(OurQueue queue, QueueFigures to) {
    queue.round(new QueueFigures(JOBS));
    for (int round = 0; round < ROUNDS; round++) {
      queue.round(to);
    }
  }

  /** The folder of BullMQ's files, seen from the project's folder or this module's. */
  private static Path source() throws IOException {
    return Stream.of("bullmq", "examples/benchmarks/bullmq")
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(
            () ->
                new IOException("the folder bullmq is not found; run this in the project's folder"))
        .toAbsolutePath();
  }

  private static void print(QueueFigures ours, QueueFigures theirs, QueueFigures full) {
    for (String what : ours.names()) {
      System.out.println(what);
      System.out.println("  this library      " + ours.shown(what));
      if (theirs.names().contains(what)) {
        System.out.println("  BullMQ            " + theirs.shown(what) + ratio(ours, theirs, what));
      }
      if (full.names().contains(what)) {
        System.out.println(
            String.format(Locale.ROOT, "  and %,d wait ", WAITING)
                + full.shown(what)
                + ratio(full, ours, what));
      }
    }
  }

  private static String ratio(QueueFigures one, QueueFigures other, String what) {
    return String.format(Locale.ROOT, "   %.2f x", one.jobsASecond(what) / other.jobsASecond(what));
  }
}
