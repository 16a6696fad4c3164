package io.github.playlistsync.jpa;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PageCheckpoint;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes rows with Jakarta Persistence alone, on any database. It flushes and detaches them chunk
 * by chunk, so that memory does not grow with the playlist. It never clears the context, because
 * the host may have its own entities there.
 */
final class PortableRows implements RowWriter {
  private final EntityManager em;

  PortableRows(EntityManager em) {
    this.em = em;
  }

  @Override
  public void tracks(List<Track> tracks) {
    // Hibernate flushes inserts in the order of the calls, which Jakarta Persistence does not
    // promise. Two writers of the same tracks must insert them in one order or they deadlock, so
    // with other providers each track is flushed by itself.
    boolean keepsOrder = RowWriters.isHibernate(em);
    for (List<Track> chunk : Chunks.cut(tracks)) {
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
        if (!keepsOrder) {
          flushAndDetach(rows);
          rows.clear();
        }
      }
      flushAndDetach(rows);
    }
  }

  @Override
  public void items(PlaylistId playlist, long revision, List<ItemRow> rows) {
    for (List<ItemRow> chunk : Chunks.cut(rows)) {
      List<SyncPlaylistItem> items =
          chunk.stream().map(row -> new SyncPlaylistItem(playlist, row, revision)).toList();
      items.forEach(em::persist);
      flushAndDetach(items);
    }
  }

  @Override
  public int close(PlaylistId playlist, long revision, List<Long> sortKeys) {
    int closed = 0;
    for (List<Long> chunk : Chunks.sorted(sortKeys)) {
      closed +=
          em.createQuery(
                  "update SyncPlaylistItem i set i.untilRevision = :revision"
                      + " where i.playlistId = :id and i.untilRevision = :current"
                      + " and i.sortKey in :keys")
              .setParameter("revision", revision)
              .setParameter("id", playlist.value())
              .setParameter("current", SyncPlaylistItem.CURRENT)
              .setParameter("keys", Chunks.padded(chunk))
              .executeUpdate();
    }
    return closed;
  }

  @Override
  public void entries(List<LibraryEntry> entries) {
    for (List<LibraryEntry> chunk : Chunks.cut(entries)) {
      Map<String, SyncLibraryEntry> stored = stored(chunk);
      List<SyncLibraryEntry> rows = new ArrayList<>();
      for (LibraryEntry entry : chunk) {
        SyncLibraryEntry row = stored.get(entry.playlist().value());
        if (row == null) {
          row = new SyncLibraryEntry(entry);
          em.persist(row);
        } else {
          row.set(entry);
        }
        rows.add(row);
      }
      flushAndDetach(rows);
    }
  }

  @Override
  public void page(PageCheckpoint page) {
    PageQueries.save(em, page);
  }

  @Override
  public void number(long batch) {
    em.createQuery("update SyncRevision r set r.feedBatch = :batch where r.feedBatch is null")
        .setParameter("batch", batch)
        .executeUpdate();
  }

  private Map<String, SyncLibraryEntry> stored(List<LibraryEntry> chunk) {
    Map<String, SyncLibraryEntry> stored = new HashMap<>();
    em.createQuery(
            "select e from SyncLibraryEntry e where e.userId = :user and e.playlistId in :ids"
                + " order by e.playlistId",
            SyncLibraryEntry.class)
        // An entry without a position keeps the one that is stored when this commits.
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .setParameter("user", chunk.get(0).user().value())
        .setParameter(
            "ids", Chunks.padded(chunk.stream().map(entry -> entry.playlist().value()).toList()))
        .getResultList()
        .forEach(row -> stored.put(row.toValue().playlist().value(), row));
    return stored;
  }

  private void flushAndDetach(List<?> rows) {
    em.flush();
    rows.forEach(em::detach);
  }
}
