package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One write of a playlist. It takes effect completely or not at all.
 *
 * @param expectedVersion the version that the stored playlist must have; 0 if it must not be stored
 *     yet
 * @param playlist the playlist after the write; its version is {@code expectedVersion + 1}
 * @param revision the new revision; null if the items stay as they are, so that {@code inserted}
 *     and {@code closed} are empty
 * @param tracks the tracks to insert or overwrite; each URI once
 * @param inserted the rows that are valid from {@code revision} on, ordered by sort key
 * @param closed the sort keys of the current rows that are no longer valid from {@code revision} on
 * @param entry the library entry to write with it, as {@link LibraryStore} says; null for none
 */
public record PlaylistChange(
    long expectedVersion,
    StoredPlaylist playlist,
    @Nullable Revision revision,
    List<Track> tracks,
    List<ItemRow> inserted,
    List<Long> closed,
    @Nullable LibraryEntry entry) {

  /**
   * Checks that the parts agree and copies the lists.
   *
   * @throws NullPointerException if a part that must be there is null
   * @throws IllegalArgumentException if the versions or the revisions do not follow each other, the
   *     entry is another playlist's, or items change without a revision
   */
  public PlaylistChange {
    Objects.requireNonNull(playlist, "playlist");
    tracks = List.copyOf(tracks);
    inserted = List.copyOf(inserted);
    closed = List.copyOf(closed);
    if (expectedVersion < 0 || playlist.version() != expectedVersion + 1) {
      throw new IllegalArgumentException(
          "playlist.version is %d; expected %d, one above expectedVersion"
              .formatted(playlist.version(), expectedVersion + 1));
    }
    if (revision == null && !(inserted.isEmpty() && closed.isEmpty())) {
      throw new IllegalArgumentException("items change only with a revision");
    }
    if (revision != null
        && (revision.number() != playlist.revision()
            || !revision.playlist().equals(playlist.id()))) {
      throw new IllegalArgumentException(
          "revision %d of %s does not belong to revision %d of %s"
              .formatted(
                  revision.number(), revision.playlist(), playlist.revision(), playlist.id()));
    }
    if (entry != null && !entry.playlist().equals(playlist.id())) {
      throw new IllegalArgumentException(
          "entry is of %s; expected %s".formatted(entry.playlist(), playlist.id()));
    }
  }

  /** Returns the playlist's id. */
  public PlaylistId id() {
    return playlist.id();
  }

  /** Returns how many item rows it writes: those inserted and those closed. */
  public int itemRows() {
    return inserted.size() + closed.size();
  }

  /**
   * Returns how many rows it writes: the playlist, its items, tracks, revision and library entry.
   */
  public int rows() {
    return 1 + itemRows() + tracks.size() + (revision == null ? 0 : 1) + (entry == null ? 0 : 1);
  }
}
