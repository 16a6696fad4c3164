package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.CheckpointStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class H2CheckpointStoreTest extends CheckpointStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.h2().emptyStore();
  }
}
