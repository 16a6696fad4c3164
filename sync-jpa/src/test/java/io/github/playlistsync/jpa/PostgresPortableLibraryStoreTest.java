package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.LibraryStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class PostgresPortableLibraryStoreTest extends LibraryStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.postgres().emptyPortableStore();
  }
}
