package io.github.playlistsync.redis;

import io.github.playlistsync.contract.JobFamilyContract;

class RedisJobFamilyTest extends JobFamilyContract implements RedisQueues.OnOneServer {}
