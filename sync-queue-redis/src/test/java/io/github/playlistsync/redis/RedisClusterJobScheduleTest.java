package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobScheduleContract;

class RedisClusterJobScheduleTest extends JobScheduleContract implements RedisQueues.OnCluster {}
