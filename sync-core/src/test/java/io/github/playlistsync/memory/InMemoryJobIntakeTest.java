package io.github.playlistsync.memory;

import io.github.playlistsync.contract.JobIntakeContract;

class InMemoryJobIntakeTest extends JobIntakeContract implements InMemoryQueues {}
