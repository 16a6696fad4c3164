package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobIntakeContract;

class RedisClusterJobIntakeTest extends JobIntakeContract implements RedisQueues.OnCluster {}
