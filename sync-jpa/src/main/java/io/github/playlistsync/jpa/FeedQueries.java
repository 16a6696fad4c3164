package io.github.playlistsync.jpa;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.UserId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the feed of changes. If writers numbered their changes, the numbers would become visible
 * out of order and a reader would miss some. So readers number what has been committed, one reader
 * at a time, and no number is visible before every lower one.
 */
final class FeedQueries {
  private static final String AFTER_BATCH =
      ", SyncLibraryEntry e where e.userId = :user and e.playlistId = r.playlistId"
          + " and e.goneSince is null and e.access = :access and r.feedBatch >= :batch";
  private static final String AFTER_ROW =
      " and (r.feedBatch > :batch or r.playlistId > :playlist"
          + " or (r.playlistId = :playlist and r.revision > :revision))";
  private static final String IN_ORDER = " order by r.feedBatch, r.playlistId, r.revision";

  /** Bounds how long a reader keeps others from numbering. */
  private static final int MAX_NUMBERED = 2_000;

  /** The most by which the clocks of those who write are taken to differ. */
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  private FeedQueries() {}

  /** A reader's position: a row of {@code sync_revision}. */
  record Position(long batch, long revision, String playlist) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(.+)");

    static Position parse(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("position '" + text + "' does not come from this store");
      }
      return new Position(
          Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3));
    }

    static Position of(SyncRevision row) {
      Long batch = row.feedBatch();
      return new Position(
          batch == null ? 0 : batch, row.toValue().number(), row.toValue().playlist().value());
    }

    @Override
    public String toString() {
      return batch + "-" + revision + "-" + playlist;
    }
  }

  /**
   * Assigns a batch to committed revisions that have none. Commit it before reading.
   *
   * @return how many it was; 0 if all have one
   */
  static int number(EntityManager em, RowWriter rows) {
    List<Long> waiting =
        em.createQuery(
                "select r.revision from SyncRevision r where r.feedBatch is null", Long.class)
            .setMaxResults(1)
            .getResultList();
    if (waiting.isEmpty()) {
      return 0;
    }
    em.createQuery("update SyncFeed f set f.lastBatch = f.lastBatch + 1").executeUpdate();
    long batch = em.createQuery("select f.lastBatch from SyncFeed f", Long.class).getSingleResult();
    return rows.number(batch, MAX_NUMBERED);
  }

  /**
   * Takes the number from what a user's readers passed while a playlist was gone or withheld, where
   * one of these entries brings it back. Call it before they are written, and before the entries of
   * others of the same playlists.
   */
  static void tellAgain(EntityManager em, RowWriter rows, List<LibraryEntry> entries) {
    Map<String, LibraryEntry> readable = new HashMap<>();
    for (LibraryEntry entry : entries) {
      if (entry.isReadable()) {
        readable.put(entry.playlist().value(), entry);
      }
    }
    for (List<String> chunk : Chunks.sorted(readable.keySet())) {
      String user = entries.get(0).user().value();
      for (SyncLibraryEntry row :
          EntityRows.ENTRIES.list(
              em,
              " where r.userId = :user and r.playlistId in :ids"
                  + " and (r.goneSince is not null or r.access <> :access) order by r.playlistId",
              Map.of("user", user, "ids", Chunks.padded(chunk), "access", Access.FULL.name()))) {
        LibraryEntry stored = row.toValue();
        LibraryEntry entry = readable.get(stored.playlist().value());
        if (entry != null && (entry.position() != null || stored.goneSince() == null)) {
          tellAgain(em, rows, stored);
        }
      }
    }
  }

  private static void tellAgain(EntityManager em, RowWriter rows, LibraryEntry unreadable) {
    // Whoever writes the playlist waits, so that no revision is passed between here and the commit.
    rows.lock(unreadable.playlist());
    Instant lost =
        unreadable.access() == Access.FULL ? unreadable.goneSince() : unreadable.lostSince();
    String since = lost == null ? "" : " and r.committedAt >= :since";
    Query update =
        em.createQuery(
                "update SyncRevision r set r.feedBatch = null where r.playlistId = :playlist"
                    + " and r.feedBatch is not null"
                    + since)
            .setParameter("playlist", unreadable.playlist().value());
    if (lost != null) {
      update.setParameter("since", lost.minus(CLOCKS_DIFFER));
    }
    update.executeUpdate();
  }

  static ChangePage page(EntityManager em, UserId user, @Nullable Position after, int limit) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("user", user.value());
    parameters.put("access", Access.FULL.name());
    parameters.put("batch", after == null ? 0L : after.batch());
    if (after != null) {
      parameters.put("playlist", after.playlist());
      parameters.put("revision", after.revision());
    }
    List<SyncRevision> rows =
        EntityRows.REVISIONS.list(
            em, AFTER_BATCH + (after == null ? "" : AFTER_ROW) + IN_ORDER, parameters, limit);
    Position last = rows.isEmpty() ? after : Position.of(rows.get(rows.size() - 1));
    return new ChangePage(
        rows.stream().map(SyncRevision::toValue).toList(), last == null ? null : last.toString());
  }
}
