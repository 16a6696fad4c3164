package io.github.playlistsync.jpa;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.PageCheckpoint;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reads and writes the checkpoints of reads in progress. */
final class PageQueries {
  private PageQueries() {}

  /**
   * Saves a page without database-specific statements. A page that another transaction drops
   * meanwhile is inserted again. If two transactions insert the same page, one fails and must run
   * again.
   */
  static void save(EntityManager em, PageCheckpoint page) {
    SyncPage row = new SyncPage(page);
    // On MariaDB an update that finds nothing would lock a gap, and with it the neighboring pages.
    if (isThere(em, page) && EntityRows.PAGES.overwrite(em, row)) {
      return;
    }
    em.persist(row);
    em.flush();
    em.detach(row);
  }

  private static boolean isThere(EntityManager em, PageCheckpoint page) {
    return em.createQuery(
                "select count(p.pageOffset) from SyncPage p where p.userId = :user"
                    + " and p.playlistId = :playlist and p.snapshotId = :snapshot"
                    + " and p.pageOffset = :offset",
                Long.class)
            .setParameter("user", page.user().value())
            .setParameter("playlist", page.playlist().value())
            .setParameter("snapshot", page.snapshot().value())
            .setParameter("offset", page.offset())
            .getSingleResult()
        > 0;
  }

  static List<PageCheckpoint> pages(EntityManager em, UserId user, PlaylistId playlist) {
    return EntityRows.PAGES
        .list(
            em,
            " where r.userId = :user and r.playlistId = :playlist order by r.pageOffset",
            Map.of("user", user.value(), "playlist", playlist.value()))
        .stream()
        .map(SyncPage::toValue)
        .toList();
  }

  static void drop(EntityManager em, UserId user, PlaylistId playlist) {
    em.createQuery("delete from SyncPage p where p.userId = :user and p.playlistId = :playlist")
        .setParameter("user", user.value())
        .setParameter("playlist", playlist.value())
        .executeUpdate();
  }

  static int dropBefore(EntityManager em, Instant time) {
    return em.createQuery("delete from SyncPage p where p.savedAt < :time")
        .setParameter("time", time)
        .executeUpdate();
  }
}
