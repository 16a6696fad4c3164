package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.UserStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class PostgresUserStoreTest extends UserStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.postgres().emptyStore();
  }
}
