package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.HistoryStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class H2HistoryStoreTest extends HistoryStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.h2().emptyStore();
  }
}
