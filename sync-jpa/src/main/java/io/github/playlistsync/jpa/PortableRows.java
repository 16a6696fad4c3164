package io.github.playlistsync.jpa;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PageCheckpoint;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes rows with Jakarta Persistence alone, on any database. It flushes and detaches them chunk
 * by chunk, so that memory does not grow with the playlist. It never clears the context, because
 * the host may have its own entities there.
 */
final class PortableRows implements RowWriter {
  private static final Set<String> PLACE_IN_LIST =
      Set.of("listPosition", "goneSince", "hiddenSince");

  private final EntityManager em;

  PortableRows(EntityManager em) {
    this.em = em;
  }

  // Hibernate's lock on PostgreSQL lets new entries pass. The foreign key then fails the purge.
  @Override
  public boolean lock(PlaylistId playlist) {
    List<SyncPlaylist> locked =
        em.createQuery("select p from SyncPlaylist p where p.id = :id", SyncPlaylist.class)
            .setParameter("id", playlist.value())
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList();
    locked.forEach(em::detach);
    return !locked.isEmpty();
  }

  @Override
  public void playlist(StoredPlaylist playlist) {
    insert(List.of(new SyncPlaylist(playlist)));
  }

  @Override
  public void revision(Revision revision) {
    insert(List.of(new SyncRevision(revision)));
  }

  @Override
  public void tracks(List<Track> tracks) {
    // Hibernate flushes inserts in the order of the calls, which Jakarta Persistence does not
    // promise. Two writers of the same tracks must insert them in one order or they deadlock, so
    // with other providers each track is flushed by itself.
    boolean keepsOrder = RowWriters.isHibernate(em);
    for (List<Track> chunk : Chunks.cut(tracks)) {
      Map<TrackUri, Track> stored =
          ContentQueries.tracks(em, chunk.stream().map(Track::uri).toList());
      List<SyncTrack> missing = new ArrayList<>();
      for (Track track : chunk) {
        SyncTrack row = new SyncTrack(track);
        if (!stored.containsKey(track.uri())) {
          missing.add(row);
        } else if (!track.equals(stored.get(track.uri()))) {
          EntityRows.TRACKS.overwrite(em, row);
        }
      }
      if (keepsOrder) {
        insert(missing);
      } else {
        missing.forEach(row -> insert(List.of(row)));
      }
    }
  }

  @Override
  public void items(PlaylistId playlist, long revision, List<ItemRow> rows) {
    for (List<ItemRow> chunk : Chunks.cut(rows)) {
      insert(chunk.stream().map(row -> new SyncPlaylistItem(playlist, row, revision)).toList());
    }
  }

  @Override
  public List<ItemRow> rows(PlaylistId playlist, int offset, int limit) {
    return ContentQueries.rows(em, playlist, offset, limit);
  }

  @Override
  public List<ItemRow> rowsAt(PlaylistId playlist, long revision) {
    return ContentQueries.rowsAt(em, playlist, revision);
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
      Set<String> stored = stored(chunk);
      List<SyncLibraryEntry> missing = new ArrayList<>();
      for (LibraryEntry entry : chunk) {
        SyncLibraryEntry row = new SyncLibraryEntry(entry);
        if (!stored.contains(entry.playlist().value()) || !overwrite(row, entry)) {
          missing.add(row);
        }
      }
      insert(missing);
    }
  }

  @Override
  public void page(PageCheckpoint page) {
    PageQueries.save(em, page);
  }

  @Override
  public int number(long batch, int limit) {
    List<Object[]> keys =
        em.createQuery(
                "select r.playlistId, r.revision from SyncRevision r where r.feedBatch is null",
                Object[].class)
            .setMaxResults(Math.min(limit, Chunks.SIZE))
            .getResultList();
    for (Object[] key : keys) {
      em.createQuery(
              "update SyncRevision r set r.feedBatch = :batch"
                  + " where r.playlistId = :playlist and r.revision = :revision")
          .setParameter("batch", batch)
          .setParameter("playlist", key[0])
          .setParameter("revision", key[1])
          .executeUpdate();
    }
    return keys.size();
  }

  private boolean overwrite(SyncLibraryEntry row, LibraryEntry entry) {
    return EntityRows.ENTRIES.overwrite(
        em, row, Map.of(), entry.position() == null ? PLACE_IN_LIST : Set.of());
  }

  private Set<String> stored(List<LibraryEntry> chunk) {
    List<String> ids = chunk.stream().map(entry -> entry.playlist().value()).toList();
    return Set.copyOf(
        em.createQuery(
                "select e.playlistId from SyncLibraryEntry e where e.userId = :user"
                    + " and e.playlistId in :ids",
                String.class)
            .setParameter("user", chunk.get(0).user().value())
            .setParameter("ids", Chunks.padded(ids))
            .getResultList());
  }

  private void insert(List<?> rows) {
    rows.forEach(em::persist);
    em.flush();
    rows.forEach(em::detach);
  }
}
