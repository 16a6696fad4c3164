package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.ContentStoreContract;
import io.github.playlistsync.spi.PlaylistStore;

class PostgresPortableContentStoreTest extends ContentStoreContract {
  @Override
  protected PlaylistStore emptyStore() {
    return TestDatabase.postgres().emptyPortableStore();
  }
}
