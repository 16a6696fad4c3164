package io.github.playlistsync.memory;

import io.github.playlistsync.contract.JobWaitingContract;

class InMemoryJobWaitingTest extends JobWaitingContract implements InMemoryQueues {}
