package io.github.playlistsync.internal.jobs;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.report.RetentionReport;
import io.github.playlistsync.settings.HistoryPolicy;
import io.github.playlistsync.settings.RetentionPolicy;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what a policy no longer keeps, in small transactions. Several processes may do this at
 * once: whoever comes second finds nothing left.
 */
public final class Retention implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);
  private static final int PLAYLISTS = 500;
  private static final int ROWS = 2_000;
  private static final Duration LATEST_BEGIN = Duration.ofMinutes(5);

  private final PlaylistStore store;
  private final Clock clock;
  private final RetentionPolicy policy;
  private final double part;

  /**
   * Applies a policy.
   *
   * @param part from 0 to 1: how much of the longest time {@link #run} waits first, so that
   *     processes that start together take turns
   */
  public Retention(PlaylistStore store, Clock clock, RetentionPolicy policy, double part) {
    this.store = store;
    this.clock = clock;
    this.policy = policy;
    this.part = part;
  }

  /** Applies the policy once an interval, until the thread is interrupted. */
  @Override
  public void run() {
    if (policy.keepsEverything()) {
      return;
    }
    Duration longest = policy.every().compareTo(LATEST_BEGIN) < 0 ? policy.every() : LATEST_BEGIN;
    Duration first = Duration.ofMillis((long) (longest.toMillis() * part));
    new Periodic("What is no longer kept was not deleted", first, policy.every(), this::apply)
        .run();
  }

  /** Applies the policy until nothing is left to delete. */
  public RetentionReport apply() {
    long purged = purgeAll();
    long pruned = pruneAll();
    if (purged + pruned > 0) {
      log.info("Deleted {} playlists that were gone, and {} rows of history", purged, pruned);
    }
    return new RetentionReport(pruned, purged);
  }

  private long purgeAll() {
    Duration age = policy.gone();
    if (age == null) {
      return 0;
    }
    Instant time = clock.instant().minus(age);
    long purged = 0;
    while (true) {
      long before = purged;
      for (PlaylistId id : store.goneBefore(time, PLAYLISTS)) {
        checkInterrupt();
        purged += store.purge(id, time) ? 1 : 0;
      }
      if (purged == before) {
        return purged;
      }
    }
  }

  private long pruneAll() {
    HistoryPolicy limit = policy.history();
    long pruned = 0;
    PlaylistId last = null;
    while (limit != null) {
      List<PlaylistId> page = store.ids(last, PLAYLISTS);
      if (page.isEmpty()) {
        break;
      }
      for (PlaylistId id : page) {
        pruned += pruneWhole(id, limit);
      }
      last = page.get(page.size() - 1);
    }
    return pruned;
  }

  private long pruneWhole(PlaylistId id, HistoryPolicy limit) {
    long pruned = 0;
    try {
      int rows;
      do {
        checkInterrupt();
        rows = prune(store, clock, id, limit, ROWS);
        pruned += rows;
      } while (rows > 0);
    } catch (StoreException refused) {
      log.warn("The history of playlist {} was not pruned: {}", id, refused.getMessage());
    }
    return pruned;
  }

  /**
   * Deletes history of one playlist that a policy no longer keeps.
   *
   * @param maxRows the most rows to delete
   * @return how many were deleted
   */
  public static int prune(
      PlaylistStore store, Clock clock, PlaylistId playlist, HistoryPolicy policy, int maxRows) {
    List<Revision> newest = store.revisions(playlist, Long.MAX_VALUE, policy.revisions());
    if (newest.isEmpty()) {
      return 0;
    }
    long oldest = newest.get(newest.size() - 1).number();
    // The revision of that moment was the content until the next one, so it is kept too.
    OptionalLong atThatTime = store.revisionAt(playlist, clock.instant().minus(policy.age()));
    return store.prune(playlist, Math.max(oldest, atThatTime.orElse(oldest)), maxRows);
  }

  private static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new SyncInterruptedException("interrupted between two deletions");
    }
  }
}
