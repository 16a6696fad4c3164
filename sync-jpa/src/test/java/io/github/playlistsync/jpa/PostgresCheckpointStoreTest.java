package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.CheckpointStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class PostgresCheckpointStoreTest extends CheckpointStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.postgres().emptyStore();
  }
}
