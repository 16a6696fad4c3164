package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.UserId;
import java.time.Duration;
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
 * @param read what was found out of the list as a whole; null for nothing
 */
public record LibraryChange(UserId user, List<LibraryEntry> entries, @Nullable Read read) {

  /**
   * What was found out of the list as a whole. A part that is null stays as it is stored.
   *
   * @param at when a complete read began that was dealt with
   * @param hiddenPlaylists the new {@link
   *     io.github.playlistsync.model.StoredUser#hiddenPlaylists()}
   */
  public record Read(@Nullable Instant at, @Nullable Integer hiddenPlaylists) {

    /** How much later a read may have begun, and yet be dealt with first; more is a false clock. */
    public static final Duration MOST_AHEAD = Duration.ofDays(1);

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if both are null, or {@code hiddenPlaylists} is negative
     */
    public Read {
      if (at == null && hiddenPlaylists == null) {
        throw new IllegalArgumentException("a read without any part");
      }
      if (hiddenPlaylists != null && hiddenPlaylists < 0) {
        throw new IllegalArgumentException(
            "hiddenPlaylists is " + hiddenPlaylists + "; expected 0 or more");
      }
    }

    /**
     * Whether this was found out before what is kept, so that it must be ignored. What is kept from
     * more than {@link #MOST_AHEAD} later was written by a clock that was ahead, and must not stand
     * until that time has come.
     *
     * @param kept when the read began that is kept; null for none
     */
    public boolean isOutdatedBy(@Nullable Instant kept) {
      return at != null && kept != null && at.isBefore(kept) && !at.plus(MOST_AHEAD).isBefore(kept);
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

  /** The same change without what it says of the list. */
  public LibraryChange unlisted() {
    return new LibraryChange(user, entries.stream().map(LibraryEntry::unlisted).toList(), read);
  }
}
