package io.github.playlistsync.memory;

import io.github.playlistsync.contract.JobControlContract;

class InMemoryJobControlTest extends JobControlContract implements InMemoryQueues {}
