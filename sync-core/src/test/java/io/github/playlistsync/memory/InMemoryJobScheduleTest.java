package io.github.playlistsync.memory;

import io.github.playlistsync.contract.JobScheduleContract;

class InMemoryJobScheduleTest extends JobScheduleContract implements InMemoryQueues {}
