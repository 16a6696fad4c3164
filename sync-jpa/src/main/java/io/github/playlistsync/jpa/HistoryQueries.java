package io.github.playlistsync.jpa;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads and prunes revisions. */
final class HistoryQueries {
  private HistoryQueries() {}

  static List<Revision> revisions(EntityManager em, PlaylistId id, long before, int limit) {
    return EntityRows.REVISIONS
        .list(
            em,
            " where r.playlistId = :id and r.revision < :before order by r.revision desc",
            Map.of("id", id.value(), "before", before),
            limit)
        .stream()
        .map(SyncRevision::toValue)
        .toList();
  }

  static boolean isKept(EntityManager em, PlaylistId id, long revision) {
    return !em.createQuery(
            "select r.revision from SyncRevision r where r.playlistId = :id"
                + " and r.revision = :revision",
            Long.class)
        .setParameter("id", id.value())
        .setParameter("revision", revision)
        .getResultList()
        .isEmpty();
  }

  static OptionalLong revisionAt(EntityManager em, PlaylistId id, Instant time) {
    return firstOf(
        em.createQuery(
                "select r.revision from SyncRevision r where r.playlistId = :id"
                    + " and r.committedAt <= :time order by r.revision desc",
                Long.class)
            .setParameter("id", id.value())
            .setParameter("time", time)
            .setMaxResults(1)
            .getResultList());
  }

  /**
   * Deletes at most {@code limit} rows: revisions first, from the oldest, then the items that no
   * kept revision holds. So each remaining revision has all its rows, wherever this stops.
   */
  static int prune(EntityManager em, PlaylistId id, long oldest, int limit) {
    OptionalLong current = newest(em, id);
    if (current.isEmpty()) {
      return 0;
    }
    int revisions = pruneRevisions(em, id, Math.min(oldest, current.getAsLong()), limit);
    return revisions + pruneItems(em, id, limit - revisions);
  }

  private static int pruneRevisions(EntityManager em, PlaylistId id, long oldest, int limit) {
    OptionalLong last =
        firstOf(
            em.createQuery(
                    "select r.revision from SyncRevision r where r.playlistId = :id"
                        + " and r.revision < :oldest order by r.revision",
                    Long.class)
                .setParameter("id", id.value())
                .setParameter("oldest", oldest)
                .setFirstResult(limit - 1)
                .setMaxResults(1)
                .getResultList());
    return em.createQuery(
            "delete from SyncRevision r where r.playlistId = :id and r.revision < :end")
        .setParameter("id", id.value())
        .setParameter("end", last.isPresent() ? last.getAsLong() + 1 : oldest)
        .executeUpdate();
  }

  private static int pruneItems(EntityManager em, PlaylistId id, int limit) {
    OptionalLong kept = oldest(em, id);
    if (limit == 0 || kept.isEmpty()) {
      return 0;
    }
    // Playlist, untilRevision and sortKey are unique together, so the last row to delete is a
    // boundary.
    List<Object[]> last =
        em.createQuery(
                "select i.untilRevision, i.sortKey from SyncPlaylistItem i"
                    + " where i.playlistId = :id and i.untilRevision <= :kept"
                    + " order by i.untilRevision, i.sortKey",
                Object[].class)
            .setParameter("id", id.value())
            .setParameter("kept", kept.getAsLong())
            .setFirstResult(limit - 1)
            .setMaxResults(1)
            .getResultList();
    long until = last.isEmpty() ? kept.getAsLong() : (Long) last.get(0)[0];
    long sortKey = last.isEmpty() ? Long.MAX_VALUE : (Long) last.get(0)[1];
    return em.createQuery(
            "delete from SyncPlaylistItem i where i.playlistId = :id and (i.untilRevision < :until"
                + " or (i.untilRevision = :until and i.sortKey <= :sortKey))")
        .setParameter("id", id.value())
        .setParameter("until", until)
        .setParameter("sortKey", sortKey)
        .executeUpdate();
  }

  private static OptionalLong newest(EntityManager em, PlaylistId id) {
    return edge(em, id, "max");
  }

  private static OptionalLong oldest(EntityManager em, PlaylistId id) {
    return edge(em, id, "min");
  }

  private static OptionalLong edge(EntityManager em, PlaylistId id, String function) {
    Long edge =
        em.createQuery(
                "select " + function + "(r.revision) from SyncRevision r where r.playlistId = :id",
                Long.class)
            .setParameter("id", id.value())
            .getSingleResult();
    return edge == null ? OptionalLong.empty() : OptionalLong.of(edge);
  }

  private static OptionalLong firstOf(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).findFirst();
  }
}
