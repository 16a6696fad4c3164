package io.github.playlistsync.jpa;

import io.github.playlistsync.model.PlaylistId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;

/** Deletes playlists that no user has anymore. */
final class PurgeQueries {
  /** The tables that refer to a playlist, then the playlist itself, as the foreign keys require. */
  private static final List<String> PARTS =
      List.of("SyncPage", "SyncLibraryEntry", "SyncPlaylistItem", "SyncRevision");

  private PurgeQueries() {}

  static List<PlaylistId> gone(EntityManager em, Instant time, int limit) {
    return em
        .createQuery(
            "select distinct e.playlistId from SyncLibraryEntry e where e.goneSince < :time"
                + " and not exists (select o.userId from SyncLibraryEntry o"
                + " where o.playlistId = e.playlistId"
                + " and (o.goneSince is null or o.goneSince >= :time))"
                + " order by e.playlistId",
            String.class)
        .setParameter("time", time)
        .setMaxResults(limit)
        .getResultList()
        .stream()
        .map(PlaylistId::of)
        .toList();
  }

  static boolean purge(EntityManager em, RowWriter rows, PlaylistId id, Instant time) {
    // The lock on the playlist keeps new entries out; the locks on its entries keep them from
    // coming back.
    if (!rows.lock(id) || !isGone(em, id, time)) {
      return false;
    }
    for (String part : PARTS) {
      em.createQuery("delete from " + part + " p where p.playlistId = :id")
          .setParameter("id", id.value())
          .executeUpdate();
    }
    return em.createQuery("delete from SyncPlaylist p where p.id = :id")
            .setParameter("id", id.value())
            .executeUpdate()
        > 0;
  }

  private static boolean isGone(EntityManager em, PlaylistId id, Instant time) {
    List<SyncLibraryEntry> entries =
        em.createQuery(
                "select e from SyncLibraryEntry e where e.playlistId = :id", SyncLibraryEntry.class)
            .setParameter("id", id.value())
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList();
    for (SyncLibraryEntry entry : entries) {
      // The context may have loaded it long before it was locked. A bulk delete leaves it there.
      em.refresh(entry, LockModeType.PESSIMISTIC_WRITE);
      em.detach(entry);
    }
    return !entries.isEmpty()
        && entries.stream()
            .map(entry -> entry.toValue().goneSince())
            .allMatch(since -> since != null && since.isBefore(time));
  }
}
