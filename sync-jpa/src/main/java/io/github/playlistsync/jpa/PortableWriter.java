package io.github.playlistsync.jpa;

import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.spi.ItemRow;
import io.github.playlistsync.spi.PlaylistChange;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a change with nothing but Jakarta Persistence, on any database. Rows are written in one
 * order by every writer: the playlist, which its other writers then wait for, and tracks by their
 * URI, which playlists share.
 *
 * <p>Rows are flushed and detached by the chunk, so that memory does not grow with the playlist,
 * and never cleared, since the host may have entities of its own in the same context.
 */
final class PortableWriter {
  private final EntityManager em;

  PortableWriter(EntityManager em) {
    this.em = em;
  }

  void write(PlaylistChange change) {
    writePlaylist(change);
    writeTracks(change.tracks());
    Revision revision = change.revision();
    if (revision != null) {
      close(change, revision.number());
      insert(change, revision.number());
      em.persist(new SyncRevision(revision));
      em.flush();
    }
    LibraryEntry entry = change.entry();
    if (entry != null) {
      LibraryQueries.writeEntries(em, List.of(entry));
    }
  }

  private void writePlaylist(PlaylistChange change) {
    if (change.expectedVersion() == 0) {
      if (em.find(SyncPlaylist.class, change.id().value()) != null) {
        throw stale(change);
      }
      em.persist(new SyncPlaylist(change.playlist()));
    } else {
      SyncPlaylist row = guarded(change);
      row.set(change.playlist());
    }
    em.flush();
  }

  /** Moves the version, which locks the row, before anything is read that depends on it. */
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

  private void writeTracks(List<Track> tracks) {
    List<Track> sorted = tracks.stream().sorted(Comparator.comparing(Track::uri)).toList();
    for (List<Track> chunk : Chunks.cut(sorted)) {
      Map<String, SyncTrack> stored = new HashMap<>();
      ContentQueries.trackRows(em, chunk.stream().map(track -> track.uri().value()).toList())
          .forEach(row -> stored.put(row.uri(), row));
      List<SyncTrack> rows = new ArrayList<>();
      for (Track track : chunk) {
        SyncTrack row = stored.get(track.uri().value());
        if (row == null) {
          row = new SyncTrack(track);
          em.persist(row);
        } else {
          row.set(track);
        }
        rows.add(row);
      }
      em.flush();
      rows.forEach(em::detach);
    }
  }

  private void close(PlaylistChange change, long revision) {
    int closed = 0;
    for (List<Long> chunk : Chunks.sorted(change.closed())) {
      closed +=
          em.createQuery(
                  "update SyncPlaylistItem i set i.untilRevision = :revision"
                      + " where i.playlistId = :id and i.untilRevision = :current"
                      + " and i.sortKey in :keys")
              .setParameter("revision", revision)
              .setParameter("id", change.id().value())
              .setParameter("current", SyncPlaylistItem.CURRENT)
              .setParameter("keys", Chunks.padded(chunk))
              .executeUpdate();
    }
    if (closed != change.closed().size()) {
      throw new StoreException(
          "could not write playlist %s: %d of %d rows to close are not current"
              .formatted(change.id(), change.closed().size() - closed, change.closed().size()));
    }
  }

  private void insert(PlaylistChange change, long revision) {
    for (List<ItemRow> chunk : Chunks.cut(change.inserted())) {
      List<SyncPlaylistItem> rows =
          chunk.stream().map(row -> new SyncPlaylistItem(change.id(), row, revision)).toList();
      rows.forEach(em::persist);
      em.flush();
      rows.forEach(em::detach);
    }
  }

  private static StaleVersionException stale(PlaylistChange change) {
    return new StaleVersionException(
        "playlist %s does not have version %d any more"
            .formatted(change.id(), change.expectedVersion()));
  }
}
