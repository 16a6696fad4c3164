package io.github.playlistsync.internal.sync;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.LibraryPage;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A playlist that a run shall bring up to date, with what was known of it when the run was planned.
 * The version of {@code stored} guards the write.
 *
 * @param id the playlist
 * @param user on whose behalf
 * @param listed what the user's list says of it; null if the list was not read
 * @param position its place in the list; null if the list was not read
 * @param stored what is stored of it; null if nothing is
 * @param entry the user's library entry; null if there is none
 * @param audit whether to read it although its snapshot did not move
 */
record PlannedPlaylist(
    PlaylistId id,
    UserId user,
    LibraryPage.@Nullable Entry listed,
    @Nullable Integer position,
    @Nullable StoredPlaylist stored,
    @Nullable LibraryEntry entry,
    boolean audit) {

  PlannedPlaylist withStored(@Nullable StoredPlaylist nowStored, @Nullable LibraryEntry nowEntry) {
    return new PlannedPlaylist(id, user, listed, position, nowStored, nowEntry, audit);
  }

  PlannedPlaylist audited() {
    return new PlannedPlaylist(id, user, listed, position, stored, entry, true);
  }

  /** Whether the list alone tells that the stored items are what Spotify has. */
  boolean isUnchangedByList() {
    return listed != null
        && entry != null
        && entry.access() == Access.FULL
        && isStoredContent(listed.snapshot(), listed.total());
  }

  /** Whether the list alone tells that asking again would be refused again. */
  boolean isWithheldByList() {
    return listed != null
        && entry != null
        && entry.access() != Access.FULL
        && entry.lostSince() == null
        && entry.checkedSnapshot() != null
        && listed.snapshot() != null
        && entry.checkedSnapshot().matches(listed.snapshot());
  }

  /** Whether the list says enough, so that no further call is needed. */
  boolean isSettledByList() {
    return (isUnchangedByList() && !audit) || isWithheldByList();
  }

  /** Whether the list says that the playlist is empty, or it is stored as empty already. */
  boolean isEmptyByNow() {
    boolean listedEmpty =
        listed != null && listed.total() != null && listed.total().intValue() == 0;
    return listedEmpty || (stored != null && stored.hasContent() && stored.counts().items() == 0);
  }

  /** Whether a snapshot and a total are those of the stored items. */
  boolean isStoredContent(@Nullable SnapshotId snapshot, @Nullable Integer total) {
    return stored != null
        && stored.hasContent()
        && stored.snapshot() != null
        && snapshot != null
        && stored.snapshot().matches(snapshot)
        && (total == null || total == stored.counts().remoteTotal());
  }

  /** Whether this user was refused the items at another snapshot than this. */
  boolean sawOtherSnapshot(@Nullable SnapshotId snapshot) {
    SnapshotId seen = entry == null ? null : entry.checkedSnapshot();
    return seen != null && snapshot != null && !seen.matches(snapshot);
  }

  /** Whether this user could read the items once. */
  boolean wasReadable() {
    return entry != null && (entry.access() == Access.FULL || entry.lostSince() != null);
  }

  /** The user's entry for a playlist whose items the user may read. */
  LibraryEntry readableEntry(Playlist remote, Instant now) {
    return entry(remote, Access.FULL, null, null, now);
  }

  /** The user's entry for a playlist whose items the user may not read. */
  LibraryEntry withheldEntry(
      Playlist remote, Access access, @Nullable SnapshotId snapshot, Instant now) {
    Instant lostSince = null;
    if (wasReadable()) {
      Instant before = Objects.requireNonNull(entry, "entry").lostSince();
      lostSince = before == null ? now : before;
    }
    return entry(remote, access, snapshot, lostSince, now);
  }

  /** The entry as it is, in its place of the list; null if there is none. */
  @Nullable LibraryEntry listedEntry() {
    if (entry == null || listed == null) {
      return entry;
    }
    return entry(
        listed.playlist(),
        entry.access(),
        entry.checkedSnapshot(),
        entry.lostSince(),
        entry.firstSeen());
  }

  private LibraryEntry entry(
      Playlist remote,
      Access access,
      @Nullable SnapshotId checkedSnapshot,
      @Nullable Instant lostSince,
      Instant now) {
    boolean inList = position != null;
    return new LibraryEntry(
        user,
        id,
        inList || entry == null ? position : entry.position(),
        remote.visibility(),
        access,
        checkedSnapshot,
        lostSince,
        entry == null ? now : entry.firstSeen(),
        inList || entry == null ? null : entry.goneSince());
  }
}
