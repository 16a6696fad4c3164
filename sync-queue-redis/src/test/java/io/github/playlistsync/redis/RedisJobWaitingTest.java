package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobWaitingContract;

class RedisJobWaitingTest extends JobWaitingContract implements RedisQueues.OnOneServer {}
