package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores each user's library. One of the capabilities of a {@link PlaylistStore}.
 *
 * <p>An entry that is written without a position says nothing of the list: a stored entry keeps its
 * position and since when it is gone, whatever another run wrote there meanwhile.
 */
public interface LibraryStore {

  /**
   * Returns all entries of a user, including those that left the list.
   *
   * @return the listed ones first, in the order of the list, then the others by playlist id; empty
   *     for an unknown user
   */
  List<LibraryEntry> library(UserId user);

  /**
   * Returns a page of a user's entries: the listed ones in the order of the list, then the others
   * in a stable order of the store's choice. The cost does not grow with the library.
   *
   * @param after the last playlist of the previous page; null for the first page
   * @param limit the most entries to return, from 1
   * @return empty after the last page
   * @throws IllegalArgumentException if {@code after} is not in the user's library
   */
  List<LibraryEntry> library(UserId user, @Nullable PlaylistId after, int limit);

  /**
   * Returns a user's entry of one playlist, as {@link #library} would; empty if there is none. The
   * cost does not grow with the library.
   */
  Optional<LibraryEntry> entry(UserId user, PlaylistId playlist);

  /**
   * Returns the entries of those who have a playlist in their list, page by page, in a stable order
   * of the store's choice.
   *
   * @param after the user of the last entry of the previous page; null for the first page
   * @param limit the most entries to return, from 1
   * @return empty after the last page
   */
  List<LibraryEntry> listings(PlaylistId playlist, @Nullable UserId after, int limit);

  /** Returns when the user's library was last read completely; empty if never. */
  Optional<Instant> lastSync(UserId user);

  /**
   * Applies a change in one transaction, completely or not at all. Two processes that write the
   * same entries at once both succeed; the later one wins. A {@link LibraryChange.Read} that {@link
   * LibraryChange.Read#isOutdatedBy is outdated} by {@link #lastSync} is ignored, so that neither
   * goes backwards; so is what its entries say of the list, as if they had no position.
   *
   * @throws io.github.playlistsync.error.StoreUnavailableException if the database cannot be
   *     reached or the transaction did not commit
   * @throws io.github.playlistsync.error.StoreException if the playlist of an entry is not stored,
   *     or the database lacks the schema
   */
  void apply(LibraryChange change);
}
