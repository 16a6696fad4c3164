package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.LibraryStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class H2PortableLibraryStoreTest extends LibraryStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.h2().emptyPortableStore();
  }
}
