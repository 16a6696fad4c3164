package io.github.playlistsync.redis;

import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.testing.redis.RedisServers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Queues for one test, each with keys of its own, whose time can be moved. */
final class RedisQueues {
  private final AtomicLong offset = new AtomicLong();
  private final boolean clustered;
  private final int partitions;

  private RedisQueues(boolean clustered, int partitions) {
    this.clustered = clustered;
    this.partitions = partitions;
  }

  static RedisQueues onOneServer() {
    return new RedisQueues(false, 1);
  }

  static RedisQueues onCluster(int partitions) {
    return new RedisQueues(true, partitions);
  }

  JobQueue open(QueueSettings settings) {
    RedisJobQueue.Builder builder =
        clustered
            ? RedisJobQueue.builder(RedisServers.cluster())
            : RedisJobQueue.builder(RedisServers.client());
    return builder
        .prefix("t" + Partition.randomText())
        .partitions(partitions)
        .settings(settings)
        .timeOffset(offset::get)
        .build();
  }

  void passTime(Duration time) {
    offset.addAndGet(time.toMillis());
  }

  Instant now() {
    return Instant.now().plusMillis(offset.get());
  }
}
