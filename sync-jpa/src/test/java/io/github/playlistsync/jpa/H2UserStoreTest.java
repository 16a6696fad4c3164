package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.UserStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class H2UserStoreTest extends UserStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.h2().emptyStore();
  }
}
