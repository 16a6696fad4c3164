package io.github.playlistsync.settings;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which playlists of a library are synced. A playlist that is left out keeps what is stored, and
 * does not count as gone while it is in the list. A sync of one playlist by its id ignores these
 * rules.
 *
 * @param ownedOnly whether to leave out playlists of other users
 * @param include syncs only these, unless empty
 * @param exclude never syncs these
 * @param names syncs only playlists whose whole name matches; null for all
 * @param likedSongs whether to sync the user's Liked Songs too; needs the scope {@code
 *     user-library-read}
 */
public record LibraryRules(
    boolean ownedOnly,
    Set<PlaylistId> include,
    Set<PlaylistId> exclude,
    @Nullable Pattern names,
    boolean likedSongs) {

  /**
   * Copies the sets.
   *
   * @throws NullPointerException if a set or one of its ids is null
   */
  public LibraryRules {
    include = Set.copyOf(Objects.requireNonNull(include, "include"));
    exclude = Set.copyOf(Objects.requireNonNull(exclude, "exclude"));
  }

  /** Returns every playlist of the list, without Liked Songs. */
  public static LibraryRules defaults() {
    return new LibraryRules(false, Set.of(), Set.of(), null, false);
  }

  /** Includes Liked Songs, or not. */
  public LibraryRules withLikedSongs(boolean on) {
    return new LibraryRules(ownedOnly, include, exclude, names, on);
  }

  /** Leaves out playlists of other users, or not. */
  public LibraryRules withOwnedOnly(boolean on) {
    return new LibraryRules(on, include, exclude, names, likedSongs);
  }

  /** Whether a playlist of the list is synced for {@code user}. */
  public boolean chooses(Playlist playlist, UserId user) {
    return (!ownedOnly || playlist.isOwnedBy(user))
        && (include.isEmpty() || include.contains(playlist.id()))
        && !exclude.contains(playlist.id())
        && (names == null || names.matcher(playlist.name()).matches());
  }
}
