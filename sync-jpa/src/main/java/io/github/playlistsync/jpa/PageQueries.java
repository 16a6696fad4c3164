package io.github.playlistsync.jpa;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.PageCheckpoint;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;

/** Reads and writes the pages of reads that are under way. */
final class PageQueries {
  private PageQueries() {}

  static void save(EntityManager em, PageCheckpoint page) {
    SyncPage row = em.find(SyncPage.class, new SyncPage.Key(page));
    if (row == null) {
      em.persist(new SyncPage(page));
    } else {
      row.set(page);
    }
  }

  static List<PageCheckpoint> pages(EntityManager em, UserId user, PlaylistId playlist) {
    return em
        .createQuery(
            "select p from SyncPage p where p.userId = :user and p.playlistId = :playlist"
                + " order by p.pageOffset",
            SyncPage.class)
        .setParameter("user", user.value())
        .setParameter("playlist", playlist.value())
        .getResultList()
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
