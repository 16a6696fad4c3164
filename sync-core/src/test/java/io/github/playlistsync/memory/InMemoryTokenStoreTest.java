package io.github.playlistsync.memory;

import io.github.playlistsync.contract.TokenStoreContract;
import io.github.playlistsync.spi.store.TokenStore;
import java.time.Clock;

class InMemoryTokenStoreTest extends TokenStoreContract {

  @Override
  protected TokenStore emptyStore(Clock clock) {
    return InMemoryTokenStore.create(clock);
  }
}
