package io.github.playlistsync.memory;

import io.github.playlistsync.contract.HistoryStoreContract;
import io.github.playlistsync.spi.store.PlaylistStore;

class InMemoryHistoryStoreTest extends HistoryStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return InMemoryPlaylistStore.create();
  }
}
