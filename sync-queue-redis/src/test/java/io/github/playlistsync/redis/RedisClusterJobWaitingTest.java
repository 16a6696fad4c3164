package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobWaitingContract;

class RedisClusterJobWaitingTest extends JobWaitingContract implements RedisQueues.OnCluster {}
