package io.github.playlistsync.jpa;

import static java.util.stream.Collectors.toSet;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.StoredSchedule;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes schedules. */
final class ScheduleQueries {
  private ScheduleQueries() {}

  static void save(EntityManager em, SyncSchedule schedule) {
    SyncScheduleRow row = new SyncScheduleRow(schedule);
    if (!EntityRows.SCHEDULES.overwrite(em, row)) {
      // If two transactions insert the same schedule, one fails and runs again.
      em.persist(row);
      em.flush();
      em.detach(row);
    }
  }

  static void drop(EntityManager em, JobSpec work) {
    em.createQuery(
            "delete from SyncScheduleRow r where r.userId = :user and r.playlistId = :playlist")
        .setParameter("user", work.user().value())
        .setParameter("playlist", SyncScheduleRow.playlistId(work))
        .executeUpdate();
  }

  static Optional<StoredSchedule> find(EntityManager em, JobSpec work) {
    return stored(
            em,
            EntityRows.SCHEDULES.list(
                em, " where r.userId = :user and r.playlistId = :playlist", parameters(work)))
        .stream()
        .findFirst();
  }

  static List<SyncSchedule> of(EntityManager em, Collection<UserId> users) {
    if (users.isEmpty()) {
      return List.of();
    }
    return EntityRows.SCHEDULES
        .list(
            em,
            " where r.userId in :users",
            Map.of("users", users.stream().map(UserId::value).toList()))
        .stream()
        .map(SyncScheduleRow::toValue)
        .toList();
  }

  static List<StoredSchedule> page(EntityManager em, @Nullable JobSpec after, int limit) {
    // The first condition lets databases begin in the index, which they cannot by the second alone.
    String rest = " where r.userId >= :user and (r.userId > :user or r.playlistId > :playlist)";
    return stored(
        em,
        EntityRows.SCHEDULES.list(
            em,
            (after == null ? "" : rest) + " order by r.userId, r.playlistId",
            after == null ? Map.of() : parameters(after),
            limit));
  }

  private static Map<String, String> parameters(JobSpec work) {
    return Map.of("user", work.user().value(), "playlist", SyncScheduleRow.playlistId(work));
  }

  private static List<StoredSchedule> stored(EntityManager em, List<SyncScheduleRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Set<UserId> users = rows.stream().map(SyncScheduleRow::user).collect(toSet());
    Map<UserId, Suspension> suspensions = UserQueries.suspensions(em, users);
    return rows.stream()
        .map(row -> new StoredSchedule(row.toValue(), suspensions.get(row.user())))
        .toList();
  }
}
