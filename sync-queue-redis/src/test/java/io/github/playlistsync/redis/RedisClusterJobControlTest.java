package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobControlContract;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.time.Duration;
import java.time.Instant;

class RedisClusterJobControlTest extends JobControlContract {
  private final RedisQueues queues = RedisQueues.onCluster(8);

  @Override
  protected JobQueue open(QueueSettings settings) {
    return queues.open(settings);
  }

  @Override
  protected void passTime(Duration time) {
    queues.passTime(time);
  }

  @Override
  protected Instant now() {
    return queues.now();
  }
}
