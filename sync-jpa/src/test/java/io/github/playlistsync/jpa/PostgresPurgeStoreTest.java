package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.PurgeStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class PostgresPurgeStoreTest extends PurgeStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.postgres().emptyStore();
  }
}
