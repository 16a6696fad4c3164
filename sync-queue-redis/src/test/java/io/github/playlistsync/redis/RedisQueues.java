package io.github.playlistsync.redis;

import io.github.playlistsync.contract.QueueSubject;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.testing.redis.RedisServers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Queues on Redis, each with keys of its own. */
final class RedisQueues implements QueueSubject {
  private final AtomicLong offset = new AtomicLong();
  private final boolean clustered;
  private final int partitions;

  private RedisQueues(boolean clustered, int partitions) {
    this.clustered = clustered;
    this.partitions = partitions;
  }

  static QueueSubject onCluster(int partitions) {
    return new RedisQueues(true, partitions);
  }

  @Override
  public JobQueue open(QueueSettings settings) {
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

  @Override
  public void passTime(Duration time) {
    offset.addAndGet(time.toMillis());
  }

  @Override
  public Instant now() {
    return Instant.now().plusMillis(offset.get());
  }

  /** The subject of a suite on one server. */
  interface OnOneServer extends QueueSubject.Source {
    @Override
    default QueueSubject subject() {
      return new RedisQueues(false, 1);
    }
  }

  /** The subject of a suite on a cluster. */
  interface OnCluster extends QueueSubject.Source {
    @Override
    default QueueSubject subject() {
      return onCluster(8);
    }
  }
}
