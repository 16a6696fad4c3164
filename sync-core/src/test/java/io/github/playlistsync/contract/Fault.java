package io.github.playlistsync.contract;

import io.github.playlistsync.spi.store.PlaylistStore;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A way in which a store may be broken.
 *
 * @param what what is broken
 * @param store makes an empty store that is broken so
 * @param rejectedBy the contract tests that must see it
 */
record Fault(String what, Supplier<? extends PlaylistStore> store, Set<String> rejectedBy) {
  static Fault of(String what, Supplier<? extends PlaylistStore> store, String... rejectedBy) {
    return new Fault(what, store, Set.of(rejectedBy));
  }

  @Override
  public String toString() {
    return what;
  }
}
