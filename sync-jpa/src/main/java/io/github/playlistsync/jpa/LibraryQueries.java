package io.github.playlistsync.jpa;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.LibraryChange;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes what each user has in their library. */
final class LibraryQueries {
  // Sorted here and not by the database, whose order of texts depends on its locale.
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

  static void write(EntityManager em, LibraryChange change) {
    Instant syncedAt = change.syncedAt();
    if (syncedAt != null) {
      UserQueries.saveSyncedAt(em, change.user(), syncedAt);
    }
    // In one order, so that two writers of the same entries wait for each other and do not
    // deadlock.
    List<LibraryEntry> entries =
        change.entries().stream().sorted(Comparator.comparing(LibraryEntry::playlist)).toList();
    for (List<LibraryEntry> chunk : Chunks.cut(entries)) {
      writeEntries(em, chunk);
    }
  }

  static void writeEntries(EntityManager em, List<LibraryEntry> chunk) {
    List<SyncLibraryEntry> rows = new ArrayList<>();
    Map<String, SyncLibraryEntry> stored = new HashMap<>();
    em.createQuery(
            "select e from SyncLibraryEntry e where e.userId = :user and e.playlistId in :ids"
                + " order by e.playlistId",
            SyncLibraryEntry.class)
        .setParameter("user", chunk.get(0).user().value())
        .setParameter(
            "ids", Chunks.padded(chunk.stream().map(entry -> entry.playlist().value()).toList()))
        .getResultList()
        .forEach(row -> stored.put(row.toValue().playlist().value(), row));
    for (LibraryEntry entry : chunk) {
      SyncLibraryEntry row = stored.get(entry.playlist().value());
      if (row == null) {
        row = new SyncLibraryEntry(entry);
        em.persist(row);
      } else {
        row.set(entry);
      }
      rows.add(row);
    }
    em.flush();
    rows.forEach(em::detach);
  }
}
