package io.github.playlistsync.jpa;

import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.spi.store.PlaylistChange;
import jakarta.persistence.EntityManager;
import java.util.Comparator;
import java.util.List;

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

  void write(PlaylistChange change) {
    writePlaylist(change);
    rows.tracks(change.tracks().stream().sorted(Comparator.comparing(Track::uri)).toList());
    Revision revision = change.revision();
    if (revision != null) {
      close(change, revision.number());
      rows.items(change.id(), revision.number(), change.inserted());
      SyncRevision row = new SyncRevision(revision);
      em.persist(row);
      em.flush();
      em.detach(row);
    }
    LibraryEntry entry = change.entry();
    if (entry != null) {
      rows.entries(List.of(entry));
    }
  }

  private void writePlaylist(PlaylistChange change) {
    SyncPlaylist row;
    if (change.expectedVersion() == 0) {
      if (em.find(SyncPlaylist.class, change.id().value()) != null) {
        throw stale(change);
      }
      row = new SyncPlaylist(change.playlist());
      em.persist(row);
    } else {
      row = guarded(change);
      row.set(change.playlist());
    }
    em.flush();
    em.detach(row);
  }

  /** Increments the version, which locks the row before anything that depends on it is read. */
  private SyncPlaylist guarded(PlaylistChange change) {
    int moved =
        em.createQuery(
                "update SyncPlaylist p set p.version = p.version + 1"
                    + " where p.id = :id and p.version = :expected")
            .setParameter("id", change.id().value())
            .setParameter("expected", change.expectedVersion())
            .executeUpdate();
    SyncPlaylist row = em.find(SyncPlaylist.class, change.id().value());
    if (moved != 1 || row == null) {
      throw stale(change);
    }
    return row;
  }

  private void close(PlaylistChange change, long revision) {
    int closed = rows.close(change.id(), revision, change.closed());
    if (closed != change.closed().size()) {
      throw new StoreException(
          "could not write playlist %s: %d of %d rows to close are not current"
              .formatted(change.id(), change.closed().size() - closed, change.closed().size()));
    }
  }

  private static StaleVersionException stale(PlaylistChange change) {
    return new StaleVersionException(
        "playlist %s no longer has version %d".formatted(change.id(), change.expectedVersion()));
  }
}
