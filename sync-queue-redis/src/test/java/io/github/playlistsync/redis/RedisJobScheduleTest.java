package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobScheduleContract;

class RedisJobScheduleTest extends JobScheduleContract implements RedisQueues.OnOneServer {}
