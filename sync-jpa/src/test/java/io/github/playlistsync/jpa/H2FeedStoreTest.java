package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.FeedStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class H2FeedStoreTest extends FeedStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.h2().emptyStore();
  }
}
