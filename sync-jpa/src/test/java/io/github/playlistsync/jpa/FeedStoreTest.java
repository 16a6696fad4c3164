package io.github.playlistsync.jpa;

import io.github.playlistsync.contract.FeedStoreContract;
import io.github.playlistsync.spi.store.PlaylistStore;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.github.playlistsync.jpa.StoreKind#chosen")
class FeedStoreTest extends FeedStoreContract {
  private final StoreKind kind;

  FeedStoreTest(StoreKind kind) {
    this.kind = kind;
  }

  @Override
  protected PlaylistStore emptyStore() {
    return kind.emptyStore();
  }
}
