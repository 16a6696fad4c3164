package io.github.playlistsync.memory;

import io.github.playlistsync.contract.FeedStoreContract;
import io.github.playlistsync.spi.store.PlaylistStore;

class InMemoryFeedStoreTest extends FeedStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return InMemoryPlaylistStore.create();
  }
}
