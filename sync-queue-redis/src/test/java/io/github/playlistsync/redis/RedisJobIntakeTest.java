package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobIntakeContract;

class RedisJobIntakeTest extends JobIntakeContract implements RedisQueues.OnOneServer {}
