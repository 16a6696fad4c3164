package io.github.playlistsync.cli;

import io.github.playlistsync.error.StoreException;

/** There is no copy in the database yet. */
final class NothingStoredException extends StoreException {
  private static final long serialVersionUID = 1L;

  NothingStoredException(DatabaseAddress address) {
    super("there is nothing in the database " + address + " yet; run playlist-sync sync first");
  }
}
