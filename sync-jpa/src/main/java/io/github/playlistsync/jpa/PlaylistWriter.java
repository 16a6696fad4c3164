package io.github.playlistsync.jpa;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.spi.store.PlaylistChange;
import jakarta.persistence.EntityManager;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a change. All writers lock in one order: first the playlist, so that its other writers
 * wait, then the tracks by URI, which playlists share.
 */
final class PlaylistWriter {
  private final EntityManager em;
  private final RowWriter rows;

  PlaylistWriter(EntityManager em, RowWriter rows) {
    this.em = em;
    this.rows = rows;
  }

  /**
   * Writes the change, unless the stored version is not the expected one.
   *
   * @return false, with nothing written, if it is not
   */
  boolean write(PlaylistChange change) {
    if (!writePlaylist(change)) {
      return false;
    }
    rows.tracks(change.tracks().stream().sorted(Comparator.comparing(Track::uri)).toList());
    Revision revision = change.revision();
    if (revision != null) {
      close(change, revision.number());
      rows.items(change.id(), revision.number(), change.inserted());
      rows.revision(revision);
    }
    LibraryEntry entry = change.entry();
    if (entry != null) {
      FeedQueries.tellAgain(em, rows, List.of(entry));
      rows.entries(List.of(entry));
    }
    return true;
  }

  /** Whether the playlist is stored exactly as this change leaves it. */
  boolean isWritten(PlaylistChange change) {
    StoredPlaylist stored = ContentQueries.find(em, List.of(change.id())).get(change.id());
    StoredPlaylist written = change.playlist();
    return stored != null
        && stored.version() == written.version()
        && stored.revision() == written.revision()
        && stored.counts().equals(written.counts())
        && Objects.equals(stored.snapshot(), written.snapshot())
        && stored.syncedAt().equals(written.syncedAt().truncatedTo(ChronoUnit.MICROS));
  }

  /** Locks the row of the playlist before anything that depends on it is read. */
  private boolean writePlaylist(PlaylistChange change) {
    if (change.expectedVersion() > 0) {
      return EntityRows.PLAYLISTS.overwrite(
          em,
          new SyncPlaylist(change.playlist()),
          Map.of("version", change.expectedVersion()),
          Set.of());
    }
    if (isStored(change.id())) {
      return false;
    }
    rows.playlist(change.playlist());
    return true;
  }

  private boolean isStored(PlaylistId id) {
    return !em.createQuery("select p.version from SyncPlaylist p where p.id = :id", Long.class)
        .setParameter("id", id.value())
        .getResultList()
        .isEmpty();
  }

  private void close(PlaylistChange change, long revision) {
    int closed = rows.close(change.id(), revision, change.closed());
    if (closed != change.closed().size()) {
      throw new StoreException(
          "could not write playlist %s: %d of %d rows to close are not current"
              .formatted(change.id(), change.closed().size() - closed, change.closed().size()));
    }
  }
}
