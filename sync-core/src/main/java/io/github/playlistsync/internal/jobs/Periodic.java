package io.github.playlistsync.internal.jobs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something once a period until its thread is interrupted, whatever goes wrong with it. */
final class Periodic implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Periodic.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final String failure;
  private final Duration first;
  private final Duration period;
  private final Runnable step;

  /**
   * For a thread.
   *
   * @param failure what the log says when it fails
   * @param first the time before it is done first
   */
  Periodic(String failure, Duration first, Duration period, Runnable step) {
    this.failure = failure;
    this.first = first;
    this.period = period;
    this.step = step;
  }

  @Override
  public void run() {
    pause(first);
    while (!Thread.currentThread().isInterrupted()) {
      Duration pause = period;
      try {
        step.run();
      } catch (Throwable failed) {
        log.warn("{}: {}", failure, failed.toString());
        pause = period.compareTo(AFTER_FAILURE) < 0 ? period : AFTER_FAILURE;
      }
      pause(pause);
    }
  }

  private static void pause(Duration length) {
    try {
      TimeUnit.NANOSECONDS.sleep(length.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
