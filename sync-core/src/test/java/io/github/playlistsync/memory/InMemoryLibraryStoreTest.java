package io.github.playlistsync.memory;

import io.github.playlistsync.contract.LibraryStoreContract;
import io.github.playlistsync.spi.store.PlaylistStore;

class InMemoryLibraryStoreTest extends LibraryStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return InMemoryPlaylistStore.create();
  }
}
