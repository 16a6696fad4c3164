package io.github.playlistsync.jpa;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.LibraryChange;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes users' libraries. */
final class LibraryQueries {
  // Sorted here because a database's order of texts depends on its locale.
  private static final Comparator<LibraryEntry> LISTED_FIRST =
      Comparator.comparing(LibraryEntry::isListed, Comparator.reverseOrder())
          .thenComparing(entry -> entry.isListed() ? entry.position() : Integer.valueOf(0))
          .thenComparing(LibraryEntry::playlist);

  private LibraryQueries() {}

  static List<LibraryEntry> library(EntityManager em, UserId user) {
    return EntityRows.ENTRIES
        .list(em, " where r.userId = :user", Map.of("user", user.value()))
        .stream()
        .map(SyncLibraryEntry::toValue)
        .sorted(LISTED_FIRST)
        .toList();
  }

  /** The listed entries by index, then the others by primary key. */
  static List<LibraryEntry> page(
      EntityManager em, UserId user, @Nullable LibraryEntry after, int limit) {
    List<LibraryEntry> page = new ArrayList<>();
    boolean listed = after == null || after.isListed();
    if (listed) {
      page.addAll(listedAfter(em, user, after, limit));
    }
    if (page.size() < limit) {
      page.addAll(othersAfter(em, user, listed ? null : after, limit - page.size()));
    }
    return page;
  }

  private static List<LibraryEntry> listedAfter(
      EntityManager em, UserId user, @Nullable LibraryEntry after, int limit) {
    Integer position = after == null ? null : after.position();
    return values(
        EntityRows.ENTRIES.list(
            em,
            " where r.userId = :user and r.goneSince is null and r.listPosition >= :position"
                + " and (r.listPosition > :position or r.playlistId > :playlist)"
                + " order by r.listPosition, r.playlistId",
            Map.of(
                "user", user.value(),
                "position", position == null ? -1 : position,
                "playlist", after == null ? "" : after.playlist().value()),
            limit));
  }

  private static List<LibraryEntry> othersAfter(
      EntityManager em, UserId user, @Nullable LibraryEntry after, int limit) {
    return values(
        EntityRows.ENTRIES.list(
            em,
            " where r.userId = :user and (r.goneSince is not null or r.listPosition is null)"
                + " and r.playlistId > :playlist order by r.playlistId",
            Map.of("user", user.value(), "playlist", after == null ? "" : after.playlist().value()),
            limit));
  }

  private static List<LibraryEntry> values(List<SyncLibraryEntry> rows) {
    return rows.stream().map(SyncLibraryEntry::toValue).toList();
  }

  static List<LibraryEntry> listings(
      EntityManager em, PlaylistId playlist, @Nullable UserId after, int limit) {
    return values(
        EntityRows.ENTRIES.list(
            em,
            " where r.playlistId = :playlist and r.userId > :after and r.goneSince is null"
                + " and r.listPosition is not null order by r.userId",
            Map.of("playlist", playlist.value(), "after", after == null ? "" : after.value()),
            limit));
  }

  static Optional<LibraryEntry> entry(EntityManager em, UserId user, PlaylistId playlist) {
    return EntityRows.ENTRIES
        .list(
            em,
            " where r.userId = :user and r.playlistId = :playlist",
            Map.of("user", user.value(), "playlist", playlist.value()))
        .stream()
        .map(SyncLibraryEntry::toValue)
        .findFirst();
  }

  static void write(EntityManager em, RowWriter rows, LibraryChange change) {
    LibraryChange.Read read = change.read();
    // First, since it locks the user's row: whoever read the list earlier sees this, or waits.
    boolean isNewest = read == null || UserQueries.saveRead(em, change.user(), read);
    // In one order, so that two writers of the same entries wait for each other instead of
    // deadlocking.
    List<LibraryEntry> entries =
        change.entries().stream()
            .map(entry -> isNewest ? entry : entry.unlisted())
            .sorted(Comparator.comparing(LibraryEntry::playlist))
            .toList();
    FeedQueries.tellAgain(em, rows, entries);
    rows.entries(entries);
  }
}
