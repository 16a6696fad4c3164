package io.github.playlistsync.jpa;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.LibraryChange;
import jakarta.persistence.EntityManager;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads and writes users' libraries. */
final class LibraryQueries {
  // Sorted here because a database's order of texts depends on its locale.
  private static final Comparator<LibraryEntry> LISTED_FIRST =
      Comparator.comparing(LibraryEntry::isListed, Comparator.reverseOrder())
          .thenComparing(entry -> entry.isListed() ? entry.position() : Integer.valueOf(0))
          .thenComparing(LibraryEntry::playlist);

  private LibraryQueries() {}

  static List<LibraryEntry> library(EntityManager em, UserId user) {
    return em
        .createQuery(
            "select e from SyncLibraryEntry e where e.userId = :user", SyncLibraryEntry.class)
        .setParameter("user", user.value())
        .getResultList()
        .stream()
        .map(SyncLibraryEntry::toValue)
        .sorted(LISTED_FIRST)
        .toList();
  }

  static Optional<LibraryEntry> entry(EntityManager em, UserId user, PlaylistId playlist) {
    return em.createQuery(
            "select e from SyncLibraryEntry e where e.userId = :user and e.playlistId = :playlist",
            SyncLibraryEntry.class)
        .setParameter("user", user.value())
        .setParameter("playlist", playlist.value())
        .getResultStream()
        .map(SyncLibraryEntry::toValue)
        .findFirst();
  }

  static void write(EntityManager em, RowWriter rows, LibraryChange change) {
    LibraryChange.Read read = change.read();
    if (read != null) {
      UserQueries.saveRead(em, change.user(), read);
    }
    // In one order, so that two writers of the same entries wait for each other instead of
    // deadlocking.
    rows.entries(
        change.entries().stream().sorted(Comparator.comparing(LibraryEntry::playlist)).toList());
  }
}
