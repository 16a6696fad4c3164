package io.github.playlistsync.memory;

import io.github.playlistsync.contract.UserStoreContract;
import io.github.playlistsync.spi.store.PlaylistStore;

class InMemoryUserStoreTest extends UserStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return InMemoryPlaylistStore.create();
  }
}
