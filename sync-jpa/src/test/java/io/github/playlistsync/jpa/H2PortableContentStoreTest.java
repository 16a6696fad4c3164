package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.ContentStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class H2PortableContentStoreTest extends ContentStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.h2().emptyPortableStore();
  }
}
