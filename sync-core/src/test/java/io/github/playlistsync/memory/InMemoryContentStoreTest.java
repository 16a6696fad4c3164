package io.github.playlistsync.memory;

import io.github.playlistsync.contract.ContentStoreContract;
import io.github.playlistsync.spi.store.PlaylistStore;

class InMemoryContentStoreTest extends ContentStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return InMemoryPlaylistStore.create();
  }
}
