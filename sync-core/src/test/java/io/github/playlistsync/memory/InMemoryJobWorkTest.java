package io.github.playlistsync.memory;

import io.github.playlistsync.contract.JobWorkContract;

class InMemoryJobWorkTest extends JobWorkContract implements InMemoryQueues {}
