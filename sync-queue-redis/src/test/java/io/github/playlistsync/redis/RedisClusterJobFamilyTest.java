package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobFamilyContract;

class RedisClusterJobFamilyTest extends JobFamilyContract implements RedisQueues.OnCluster {}
