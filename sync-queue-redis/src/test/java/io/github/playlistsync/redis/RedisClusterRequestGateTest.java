package io.github.playlistsync.redis;

import io.github.playlistsync.testing.redis.RedisServers;

class RedisClusterRequestGateTest extends RedisRequestGateTest {
  @Override
  RedisConnections connections() {
    return RedisConnections.over(RedisServers.cluster());
  }
}
