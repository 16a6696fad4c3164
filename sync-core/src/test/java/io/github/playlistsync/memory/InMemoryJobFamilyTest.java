package io.github.playlistsync.memory;

import io.github.playlistsync.contract.JobFamilyContract;

class InMemoryJobFamilyTest extends JobFamilyContract implements InMemoryQueues {}
