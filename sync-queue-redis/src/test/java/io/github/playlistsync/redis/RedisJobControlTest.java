package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobControlContract;

class RedisJobControlTest extends JobControlContract implements RedisQueues.OnOneServer {}
