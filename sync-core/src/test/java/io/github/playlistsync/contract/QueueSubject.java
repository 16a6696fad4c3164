package io.github.playlistsync.contract;

import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;

/** What the contract suites of the queue test: queues whose time a test moves. */
public interface QueueSubject {
  /** Opens an empty queue. */
  JobQueue open(QueueSettings settings);

  /** Moves the time of the queues forward, or back if it is negative. */
  void passTime(Duration time);

  /** The time of the queues now. */
  Instant now();

  /** A subject whose queues take a clock. */
  static QueueSubject byClock(BiFunction<QueueSettings, Clock, JobQueue> opener) {
    SettableClock clock = new SettableClock();
    return new QueueSubject() {
      @Override
      public JobQueue open(QueueSettings settings) {
        return opener.apply(settings, clock);
      }

      @Override
      public void passTime(Duration time) {
        clock.advance(time);
      }

      @Override
      public Instant now() {
        return clock.instant();
      }
    };
  }

  /** Gives a suite its subject; an adapter implements it once for all suites. */
  interface Source {
    /** A new subject, for one test. */
    QueueSubject subject();
  }
}
