package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobInspectionContract;

class RedisJobInspectionTest extends JobInspectionContract implements RedisQueues.OnOneServer {}
