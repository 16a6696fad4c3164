package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.FeedStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class PostgresFeedStoreTest extends FeedStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.postgres().emptyStore();
  }
}
