package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobWorkContract;

class RedisJobWorkTest extends JobWorkContract implements RedisQueues.OnOneServer {}
