package io.github.playlistsync.jpa;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.PageCheckpoint;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;

/** Reads and writes the checkpoints of reads in progress. */
final class PageQueries {
  private static final String OF_KEY =
      " where p.userId = :user and p.playlistId = :playlist"
          + " and p.snapshotId = :snapshot and p.pageOffset = :offset";

  private PageQueries() {}

  /**
   * Saves a page without database-specific statements. A page that another transaction drops
   * meanwhile is inserted again. If two transactions insert the same page, one fails and must run
   * again.
   */
  static void save(EntityManager em, PageCheckpoint page) {
    // On MariaDB an update that finds nothing would lock a gap, and with it the neighboring pages.
    if (isThere(em, page) && overwrite(em, page)) {
      return;
    }
    SyncPage row = new SyncPage(page);
    em.persist(row);
    em.flush();
    em.detach(row);
  }

  private static boolean isThere(EntityManager em, PageCheckpoint page) {
    TypedQuery<Long> query =
        em.createQuery("select count(p.pageOffset) from SyncPage p" + OF_KEY, Long.class);
    return ofKey(query, page).getSingleResult() > 0;
  }

  private static boolean overwrite(EntityManager em, PageCheckpoint page) {
    Query query =
        em.createQuery("update SyncPage p set p.content = :content, p.savedAt = :time" + OF_KEY)
            .setParameter("content", Texts.storable(page.content()))
            .setParameter("time", page.savedAt());
    return ofKey(query, page).executeUpdate() > 0;
  }

  private static <Q extends Query> Q ofKey(Q query, PageCheckpoint page) {
    query
        .setParameter("user", page.user().value())
        .setParameter("playlist", page.playlist().value())
        .setParameter("snapshot", page.snapshot().value())
        .setParameter("offset", page.offset());
    return query;
  }

  static List<PageCheckpoint> pages(EntityManager em, UserId user, PlaylistId playlist) {
    List<SyncPage> rows =
        em.createQuery(
                "select p from SyncPage p where p.userId = :user and p.playlistId = :playlist"
                    + " order by p.pageOffset",
                SyncPage.class)
            .setParameter("user", user.value())
            .setParameter("playlist", playlist.value())
            .getResultList();
    // Writes bypass the context, which would return these stale entities the next time.
    rows.forEach(em::detach);
    return rows.stream().map(SyncPage::toValue).toList();
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
