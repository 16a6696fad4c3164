package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobInspectionContract;

class RedisClusterJobInspectionTest extends JobInspectionContract
    implements RedisQueues.OnCluster {}
