package io.github.playlistsync.memory;

import io.github.playlistsync.contract.JobInspectionContract;

class InMemoryJobInspectionTest extends JobInspectionContract implements InMemoryQueues {}
