package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.HistoryStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class PostgresHistoryStoreTest extends HistoryStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.postgres().emptyStore();
  }
}
