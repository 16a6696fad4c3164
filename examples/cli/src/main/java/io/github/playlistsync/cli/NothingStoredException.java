package io.github.playlistsync.cli;

import io.github.playlistsync.error.StoreException;

/** The database holds no copy yet. */
final class NothingStoredException extends StoreException {
  private static final long serialVersionUID = 1L;

  NothingStoredException(DatabaseAddress address) {
    super("the database " + address + " is still empty; run playlist-sync sync first");
  }
}
