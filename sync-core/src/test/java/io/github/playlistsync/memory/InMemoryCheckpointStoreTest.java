package io.github.playlistsync.memory;

import io.github.playlistsync.contract.CheckpointStoreContract;
import io.github.playlistsync.spi.store.PlaylistStore;

class InMemoryCheckpointStoreTest extends CheckpointStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return InMemoryPlaylistStore.create();
  }
}
