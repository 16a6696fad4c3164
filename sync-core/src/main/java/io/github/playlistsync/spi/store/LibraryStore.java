package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What each user has in their library. One of the capabilities of a {@link PlaylistStore}. */
public interface LibraryStore {

  /**
   * All entries of a user, those that left the list included.
   *
   * @return listed ones first, in the order of the list, then the others by playlist id; empty for
   *     a user who is not known
   */
  List<LibraryEntry> library(UserId user);

  /** When the user's library was last read as a whole; empty if it never was. */
  Optional<Instant> lastSync(UserId user);

  /**
   * Writes a change in one transaction: all of it, or nothing. Two processes that write the same
   * entries at once both succeed; the later one stands.
   *
   * @throws io.github.playlistsync.error.StoreUnavailableException if the database cannot be
   *     reached or the transaction did not commit
   * @throws io.github.playlistsync.error.StoreException if an entry's playlist is not stored, or
   *     the schema is not there
   */
  void apply(LibraryChange change);
}
