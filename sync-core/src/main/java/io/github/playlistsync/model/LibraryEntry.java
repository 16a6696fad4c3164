package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A playlist in one user's library. A playlist is stored once, however many users follow it; an
 * entry holds what Spotify says differently to each of them.
 *
 * @param user the user
 * @param playlist the playlist
 * @param position the position in the user's list, from 0; null for a playlist that was synced by
 *     its id and is not in the list
 * @param visibility the {@code public} field as Spotify gives it to this user
 * @param access what this user may read
 * @param checkedSnapshot the playlist's snapshot when {@code access} was determined; null where
 *     Spotify gave none
 * @param lostSince since when a user who could read the items no longer can; null otherwise
 * @param firstSeen when the playlist was first seen in the list
 * @param goneSince since when it is no longer in the list; null while it is
 * @param hiddenSince since when the list counts it and does not name it; null while it does
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
    @Nullable Instant goneSince,
    @Nullable Instant hiddenSince) {

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

  /** Whether it is in the user's list now. */
  public boolean isListed() {
    return position != null && goneSince == null;
  }

  /** Whether the user may read the playlist's items now, as far as the last sync saw. */
  public boolean isReadable() {
    return access == Access.FULL && goneSince == null;
  }

  /** Whether the list counts it and does not name it. */
  public boolean isHidden() {
    return isListed() && hiddenSince != null;
  }

  /** Returns this entry as gone from the list since {@code when}. */
  public LibraryEntry goneAt(Instant when) {
    return withListing(position, when, null);
  }

  /** Returns this entry as counted by the list and not named since {@code when}. */
  public LibraryEntry hiddenAt(Instant when) {
    return withListing(position, null, when);
  }

  /** The same entry, in the list again at {@code newPosition}. */
  public LibraryEntry listedAgainAt(int newPosition) {
    return withListing(newPosition, null, null);
  }

  /** The same entry with the place in the list that another one has. */
  public LibraryEntry withListingOf(LibraryEntry other) {
    return withListing(other.position, other.goneSince, other.hiddenSince);
  }

  /** The same entry without a place in the list. */
  public LibraryEntry unlisted() {
    return withListing(null, null, null);
  }

  private LibraryEntry withListing(
      @Nullable Integer newPosition,
      @Nullable Instant newGoneSince,
      @Nullable Instant newHiddenSince) {
    return new LibraryEntry(
        user,
        playlist,
        newPosition,
        visibility,
        access,
        checkedSnapshot,
        lostSince,
        firstSeen,
        newGoneSince,
        newHiddenSince);
  }

  /** The same entry with the access that another one has. */
  public LibraryEntry withAccessOf(LibraryEntry other) {
    return new LibraryEntry(
        user,
        playlist,
        position,
        visibility,
        other.access,
        other.checkedSnapshot,
        other.lostSince,
        firstSeen,
        goneSince,
        hiddenSince);
  }
}
