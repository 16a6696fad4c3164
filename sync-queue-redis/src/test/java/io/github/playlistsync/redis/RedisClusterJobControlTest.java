package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobControlContract;

class RedisClusterJobControlTest extends JobControlContract implements RedisQueues.OnCluster {}
