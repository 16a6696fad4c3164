package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A playlist as one user has it. A playlist is stored once, however many users follow it; what
 * Spotify tells each of them differently stands here.
 *
 * @param user whose entry it is
 * @param playlist the playlist
 * @param position the place in the user's list, counted from 0; null for a playlist that was synced
 *     by its id and is not in the list
 * @param visibility the {@code public} field as this user is told it
 * @param access what this user may read
 * @param checkedSnapshot the playlist's snapshot when {@code access} was found; null where Spotify
 *     told none
 * @param lostSince since when a user who could read the items no longer can; null otherwise
 * @param firstSeen when the playlist was first seen in the list
 * @param goneSince since when it is no longer in the list; null while it is
 */
public record LibraryEntry(
    UserId user,
    PlaylistId playlist,
    @Nullable Integer position,
    Visibility visibility,
    Access access,
    @Nullable SnapshotId checkedSnapshot,
    @Nullable Instant lostSince,
    Instant firstSeen,
    @Nullable Instant goneSince) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if a part that must be there is null
   * @throws IllegalArgumentException if {@code position} is negative
   */
  public LibraryEntry {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(playlist, "playlist");
    Objects.requireNonNull(visibility, "visibility");
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(firstSeen, "firstSeen");
    if (position != null && position < 0) {
      throw new IllegalArgumentException("position is " + position + "; expected 0 or more");
    }
  }

  /** Whether it stands in the user's list now. */
  public boolean isListed() {
    return position != null && goneSince == null;
  }

  /** The same entry, no longer in the list since {@code when}. */
  public LibraryEntry goneAt(Instant when) {
    return new LibraryEntry(
        user, playlist, position, visibility, access, checkedSnapshot, lostSince, firstSeen, when);
  }
}
