package io.github.playlistsync.jpa;

import static java.util.stream.Collectors.joining;

import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.LibraryChange;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes users. Each write names its columns, because a changed entity would write all of
 * them and undo what another transaction wrote meanwhile.
 */
final class UserQueries {
  private UserQueries() {}

  static StoredUser user(EntityManager em, UserId user) {
    return find(em, user).map(SyncUser::toValue).orElseGet(() -> StoredUser.unknown(user));
  }

  static Optional<Instant> lastSync(EntityManager em, UserId user) {
    return find(em, user).map(SyncUser::syncedAt);
  }

  static void saveSuspension(EntityManager em, UserId user, @Nullable Suspension suspension) {
    if (suspension == null) {
      em.createQuery(
              "update SyncUser u set u.suspension = null, u.suspendedSince = null where u.id = :id")
          .setParameter("id", user.value())
          .executeUpdate();
      return;
    }
    Query update =
        em.createQuery(
                "update SyncUser u set u.suspension = :reason, u.suspendedSince = :since"
                    + " where u.id = :id")
            .setParameter("reason", suspension.reason().name())
            .setParameter("since", suspension.since());
    upsert(em, user, update, row -> row.suspend(suspension));
  }

  /**
   * Writes the parts that a read has, unless it is older than the one that is kept.
   *
   * @return whether it wrote them
   */
  static boolean saveRead(EntityManager em, UserId user, LibraryChange.Read read) {
    Instant at = read.at();
    Map<String, Object> parts = new LinkedHashMap<>();
    if (at != null) {
      parts.put("syncedAt", at);
    }
    if (read.hiddenPlaylists() != null) {
      parts.put("hiddenPlaylists", read.hiddenPlaylists());
    }
    String assignments =
        parts.keySet().stream().map(part -> "u." + part + " = :" + part).collect(joining(", "));
    Query update =
        em.createQuery(
            "update SyncUser u set "
                + assignments
                + " where u.id = :id"
                + (at == null
                    ? ""
                    : " and (u.syncedAt is null or u.syncedAt <= :syncedAt"
                        + " or u.syncedAt > :mostAhead)"));
    parts.forEach(update::setParameter);
    if (at != null) {
      update.setParameter("mostAhead", at.plus(LibraryChange.Read.MOST_AHEAD));
    }
    if (update.setParameter("id", user.value()).executeUpdate() > 0) {
      return true;
    }
    if (read.isOutdatedBy(lastSync(em, user).orElse(null))) {
      return false;
    }
    insert(em, user, row -> row.read(read));
    return true;
  }

  private static void upsert(
      EntityManager em, UserId user, Query update, Consumer<SyncUser> setter) {
    if (update.setParameter("id", user.value()).executeUpdate() == 0) {
      insert(em, user, setter);
    }
  }

  /** If two transactions insert the same user, one fails and runs again. */
  private static void insert(EntityManager em, UserId user, Consumer<SyncUser> setter) {
    SyncUser row = new SyncUser(user);
    setter.accept(row);
    em.persist(row);
    em.flush();
    em.detach(row);
  }

  /** Returns why users are suspended; nothing for those who are not. */
  static Map<UserId, Suspension> suspensions(EntityManager em, Collection<UserId> users) {
    Map<UserId, Suspension> found = new HashMap<>();
    for (SyncUser row :
        EntityRows.USERS.list(
            em,
            " where r.id in :ids and r.suspendedSince is not null",
            Map.of("ids", users.stream().map(UserId::value).toList()))) {
      StoredUser user = row.toValue();
      if (user.suspension() != null) {
        found.put(user.user(), user.suspension());
      }
    }
    return found;
  }

  private static Optional<SyncUser> find(EntityManager em, UserId user) {
    return EntityRows.USERS.list(em, " where r.id = :id", Map.of("id", user.value())).stream()
        .findFirst();
  }
}
