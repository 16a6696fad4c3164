package io.github.playlistsync.jpa;

import static java.util.stream.Collectors.toSet;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.StoredSchedule;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes schedules. */
final class ScheduleQueries {
  private static final Logger log = LoggerFactory.getLogger(ScheduleQueries.class);

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
    return EntityRows.SCHEDULES
        .list(em, " where r.userId = :user and r.playlistId = :playlist", parameters(work))
        .stream()
        .findFirst()
        .map(SyncScheduleRow::toValue)
        .map(schedule -> stored(em, List.of(schedule)).get(0));
  }

  static List<SyncSchedule> of(EntityManager em, Collection<UserId> users) {
    if (users.isEmpty()) {
      return List.of();
    }
    return readable(
        EntityRows.SCHEDULES.list(
            em,
            " where r.userId in :users",
            Map.of("users", users.stream().map(UserId::value).toList())));
  }

  static List<StoredSchedule> page(EntityManager em, @Nullable JobSpec after, int limit) {
    Map<String, String> last = after == null ? Map.of() : parameters(after);
    while (true) {
      // The first condition lets databases begin in the index, which they cannot by the second
      // alone.
      String rest = " where r.userId >= :user and (r.userId > :user or r.playlistId > :playlist)";
      List<SyncScheduleRow> rows =
          EntityRows.SCHEDULES.list(
              em, (last.isEmpty() ? "" : rest) + " order by r.userId, r.playlistId", last, limit);
      List<SyncSchedule> schedules = readable(rows);
      if (rows.isEmpty() || !schedules.isEmpty()) {
        return stored(em, schedules);
      }
      last = rows.get(rows.size() - 1).key();
    }
  }

  private static Map<String, String> parameters(JobSpec work) {
    return Map.of("user", work.user().value(), "playlist", SyncScheduleRow.playlistId(work));
  }

  /** Leaves out what another version wrote and this one cannot read. */
  private static List<SyncSchedule> readable(List<SyncScheduleRow> rows) {
    List<SyncSchedule> schedules = new ArrayList<>();
    for (SyncScheduleRow row : rows) {
      try {
        schedules.add(row.toValue());
      } catch (StoreException unreadable) {
        log.warn("Left alone: {}", unreadable.getMessage());
      }
    }
    return schedules;
  }

  private static List<StoredSchedule> stored(EntityManager em, List<SyncSchedule> schedules) {
    if (schedules.isEmpty()) {
      return List.of();
    }
    Set<UserId> users = schedules.stream().map(SyncSchedule::user).collect(toSet());
    Map<UserId, Suspension> suspensions = UserQueries.suspensions(em, users);
    return schedules.stream()
        .map(schedule -> new StoredSchedule(schedule, suspensions.get(schedule.user())))
        .toList();
  }
}
