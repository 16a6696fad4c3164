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
 * @param read the complete read that found it; null leaves that of before
 */
public record LibraryChange(UserId user, List<LibraryEntry> entries, @Nullable Read read) {

  /**
   * A complete read of the list.
   *
   * @param at when it was
   * @param hiddenPlaylists the new {@link
   *     io.github.playlistsync.model.StoredUser#hiddenPlaylists()}
   */
  public record Read(Instant at, int hiddenPlaylists) {

    /**
     * Checks the parts.
     *
     * @throws NullPointerException if {@code at} is null
     * @throws IllegalArgumentException if {@code hiddenPlaylists} is negative
     */
    public Read {
      Objects.requireNonNull(at, "at");
      if (hiddenPlaylists < 0) {
        throw new IllegalArgumentException(
            "hiddenPlaylists is " + hiddenPlaylists + "; expected 0 or more");
      }
    }
  }

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
