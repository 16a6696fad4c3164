package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Processes of {@link EngineWorker}s: so many at work, and spare ones that have started and wait to
 * take the place of one that is killed, since to start takes longer than the kills are apart.
 */
final class WorkerCrew implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;

  private final int size;
  private final int spares;
  private final Launcher launcher;
  private final List<CliProcess> starting = new ArrayList<>();
  private final List<CliProcess> ready = new ArrayList<>();
  private final List<CliProcess> atWork = new ArrayList<>();
  private int killed;
  private long runsOfKilled;

  WorkerCrew(int size, int spares, Launcher launcher) {
    this.size = size;
    this.spares = spares;
    this.launcher = launcher;
  }

  /** How one is started. */
  interface Launcher {
    CliProcess start() throws IOException;
  }

  /** Starts them, and lets those at work begin once all are ready. */
  void begin(Duration limit) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (ready.size() < size + spares) {
      assertThat(System.nanoTime()).as("%s are ready", ready.size()).isLessThan(deadline);
      recruit(size + spares, Runtime.getRuntime().availableProcessors());
      look(starting);
    }
    while (atWork.size() < size) {
      sendOne();
    }
  }

  /** Looks after them for a moment: nobody may end by itself, and some are to be spare. */
  void look() throws IOException, InterruptedException {
    // One at a time, so that those at work get on.
    recruit(spares, 1);
    look(starting);
    look(atWork);
  }

  /**
   * Kills one of those at work and lets a spare one work in its stead.
   *
   * @return whether it did; it does not where no spare one is ready
   */
  boolean killOne(Random random) throws IOException {
    if (ready.isEmpty()) {
      return false;
    }
    try (CliProcess victim = atWork.remove(random.nextInt(size))) {
      victim.kill();
      killed++;
      runsOfKilled += EngineWorker.runs(victim);
    }
    sendOne();
    return true;
  }

  int killed() {
    return killed;
  }

  /** How many runs had ended in those that were killed. */
  long runsOfKilled() {
    return runsOfKilled;
  }

  @Override
  public void close() throws IOException {
    for (List<CliProcess> some : List.of(starting, ready, atWork)) {
      for (CliProcess worker : some) {
        worker.close();
      }
    }
  }

  private void sendOne() throws IOException {
    CliProcess next = ready.remove(0);
    atWork.add(next);
    next.tell("go");
  }

  private void recruit(int wanted, int atOnce) throws IOException {
    for (CliProcess worker : List.copyOf(starting)) {
      if (worker.outSoFar().startsWith(EngineWorker.READY)) {
        starting.remove(worker);
        ready.add(worker);
      }
    }
    while (starting.size() < atOnce && ready.size() + starting.size() < wanted) {
      starting.add(launcher.start());
    }
  }

  private static void look(List<CliProcess> workers) throws IOException, InterruptedException {
    for (CliProcess worker : workers) {
      assertThat(worker.endsWithin(LOOK_MILLIS))
          .as("a worker ended by itself: %s", worker.errSoFar())
          .isFalse();
    }
  }
}
