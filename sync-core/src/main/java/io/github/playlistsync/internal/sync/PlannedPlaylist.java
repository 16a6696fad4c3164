package io.github.playlistsync.internal.sync;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.spotify.PlaylistField;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A playlist that a run brings up to date, with what was known when the run was planned. The
 * version of {@code stored} guards the write.
 *
 * @param id the playlist
 * @param user on whose behalf
 * @param listed its entry in the user's list; null if the list was not read
 * @param position its position in the list; null if the list was not read
 * @param stored what is stored; null if nothing is
 * @param entry the user's library entry; null if there is none
 * @param need what it needs, as {@link Needs} decided
 */
record PlannedPlaylist(
    PlaylistId id,
    UserId user,
    LibraryPage.@Nullable Entry listed,
    @Nullable Integer position,
    @Nullable StoredPlaylist stored,
    @Nullable LibraryEntry entry,
    Need need) {

  /**
   * The same with other stored state, as after somebody else wrote it. What the list settles is
   * compared with that again.
   */
  PlannedPlaylist withStored(@Nullable StoredPlaylist nowStored, @Nullable LibraryEntry nowEntry) {
    PlannedPlaylist now =
        new PlannedPlaylist(id, user, listed, position, nowStored, nowEntry, need);
    return need.isSettledByList() || need == Need.READ ? now.withNeed(now.needByList()) : now;
  }

  PlannedPlaylist withNeed(Need decided) {
    return new PlannedPlaylist(id, user, listed, position, stored, entry, decided);
  }

  /** What it needs by the list alone. */
  Need needByList() {
    if (!isUnchangedByList() && !isWithheldByList()) {
      return Need.READ;
    }
    boolean keeps =
        stored == null
            || MergedMetadata.of(stored, Objects.requireNonNull(listedPlaylist()), user, false)
                .keeps(stored);
    return keeps ? Need.KEEP : Need.METADATA;
  }

  /** Spotify's metadata; what it leaves out is as it is stored. */
  Playlist completed(Playlist remote, Set<PlaylistField> missing) {
    return stored == null ? remote : MergedMetadata.completed(remote, missing, stored.playlist());
  }

  /** The list's metadata; null if the list was not read. */
  @Nullable Playlist listedPlaylist() {
    return listed == null ? null : completed(listed.playlist(), listed.missing());
  }

  /**
   * How many items the list announces; null where it does not. A playlist that a job registered
   * keeps what the list announced, until its items are read.
   */
  @Nullable Integer listedTotal() {
    if (listed != null) {
      return listed.total();
    }
    return stored == null || stored.hasContent() ? null : stored.counts().remoteTotal();
  }

  /** Whether the list has a snapshot and shows this one. */
  boolean isListedAt(@Nullable SnapshotId snapshot) {
    return listed != null
        && listed.snapshot() != null
        && snapshot != null
        && listed.snapshot().matches(snapshot);
  }

  /** Whether the user can read the items, as far as is stored. */
  boolean isReadable() {
    return entry != null && entry.access() == Access.FULL;
  }

  /** Whether the list alone proves that the stored items are what Spotify has. */
  boolean isUnchangedByList() {
    return listed != null
        && entry != null
        && entry.access() == Access.FULL
        && isStoredContent(listed.snapshot(), listed.total());
  }

  /** Whether the list alone proves that Spotify would refuse again, unless its mind changes. */
  boolean isWithheldByList() {
    return listed != null
        && entry != null
        && entry.access() != Access.FULL
        && entry.lostSince() == null
        && (isListedAt(entry.checkedSnapshot()) || wasRefusedUnseen());
  }

  /** Whether a run that did not read the list was refused even the snapshot. */
  private boolean wasRefusedUnseen() {
    return entry != null && entry.access() == Access.UNAVAILABLE && entry.checkedSnapshot() == null;
  }

  /** Whether the list says that the playlist is empty, or it is stored as empty already. */
  boolean isKnownToBeEmpty() {
    Integer total = listedTotal();
    return (total != null && total == 0)
        || (stored != null && stored.hasContent() && stored.counts().items() == 0);
  }

  /** How many items are stored; 0 where the list says how many there are. */
  int itemsUnlessListed() {
    return listed != null || stored == null ? 0 : stored.counts().items();
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

  /** Whether the user could read the items at some time. */
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

  /**
   * The entry as it is, at its position in the list; null if there is none. A refusal without a
   * snapshot gets that of the list.
   */
  @Nullable LibraryEntry listedEntry() {
    if (entry == null || listed == null) {
      return entry;
    }
    return entry(
        listed.playlist(),
        entry.access(),
        wasRefusedUnseen() ? listed.snapshot() : entry.checkedSnapshot(),
        entry.lostSince(),
        entry.firstSeen());
  }

  /**
   * What must be written of an entry that was found; null if it is stored already. A run that did
   * not read the list leaves the position to those that did.
   */
  @Nullable LibraryEntry toWrite(@Nullable LibraryEntry found) {
    if (found == null || found.equals(entry)) {
      return null;
    }
    return position == null ? found.unlisted() : found;
  }

  private LibraryEntry entry(
      Playlist remote,
      Access access,
      @Nullable SnapshotId checkedSnapshot,
      @Nullable Instant lostSince,
      Instant now) {
    boolean inList = position != null;
    boolean said = remote.visibility() != Visibility.UNKNOWN;
    return new LibraryEntry(
        user,
        id,
        inList || entry == null ? position : entry.position(),
        said || entry == null ? remote.visibility() : entry.visibility(),
        access,
        checkedSnapshot,
        lostSince,
        entry == null ? now : entry.firstSeen(),
        inList || entry == null ? null : entry.goneSince(),
        inList || entry == null ? null : entry.hiddenSince());
  }
}
