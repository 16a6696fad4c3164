package io.github.playlistsync.memory;

import io.github.playlistsync.contract.PurgeStoreContract;
import io.github.playlistsync.spi.store.PlaylistStore;

class InMemoryPurgeStoreTest extends PurgeStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return InMemoryPlaylistStore.create();
  }
}
