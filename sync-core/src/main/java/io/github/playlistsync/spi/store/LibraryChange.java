package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of a user's library, apart from the contents of playlists.
 *
 * @param user whose library
 * @param entries the entries to insert or overwrite: each playlist once, all of {@code user}, all
 *     of stored playlists
 * @param syncedAt when the library was last read completely; null leaves that unchanged
 */
public record LibraryChange(UserId user, List<LibraryEntry> entries, @Nullable Instant syncedAt) {

  /**
   * Checks the entries and copies the list.
   *
   * @throws NullPointerException if {@code user} or an entry is null
   * @throws IllegalArgumentException if an entry is another user's
   */
  public LibraryChange {
    Objects.requireNonNull(user, "user");
    entries = List.copyOf(entries);
    for (LibraryEntry entry : entries) {
      if (!entry.user().equals(user)) {
        throw new IllegalArgumentException("entry of " + entry.user() + " in a change of " + user);
      }
    }
  }
}
