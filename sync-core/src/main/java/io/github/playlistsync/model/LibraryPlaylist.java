package io.github.playlistsync.model;

import java.util.Objects;

/**
 * A playlist in one user's library, with what is stored of it.
 *
 * @param entry what concerns this user: position, access, since when
 * @param playlist what concerns everybody: name, owner, counts
 */
public record LibraryPlaylist(LibraryEntry entry, StoredPlaylist playlist) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if a part is null
   */
  public LibraryPlaylist {
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(playlist, "playlist");
  }
}
