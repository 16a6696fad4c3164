package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.PurgeStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class H2PurgeStoreTest extends PurgeStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.h2().emptyStore();
  }
}
