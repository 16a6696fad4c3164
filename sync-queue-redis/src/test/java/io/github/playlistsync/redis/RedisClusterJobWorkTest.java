package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobWorkContract;
import io.github.playlistsync.contract.QueueSubject;

/** In one partition, since turns and priorities hold within a partition. */
class RedisClusterJobWorkTest extends JobWorkContract {
  @Override
  public QueueSubject subject() {
    return RedisQueues.onCluster(1);
  }
}
