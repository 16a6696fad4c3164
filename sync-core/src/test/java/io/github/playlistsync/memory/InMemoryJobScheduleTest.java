package io.github.playlistsync.memory;

import io.github.playlistsync.contract.JobScheduleContract;
import io.github.playlistsync.contract.SettableClock;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

class InMemoryJobScheduleTest extends JobScheduleContract {
  private final SettableClock clock = new SettableClock();

  @Override
  protected JobQueue open(QueueSettings settings) {
    return InMemoryJobQueue.create(settings, clock, new Random(1));
  }

  @Override
  protected void passTime(Duration time) {
    clock.advance(time);
  }

  @Override
  protected Instant now() {
    return clock.instant();
  }
}
