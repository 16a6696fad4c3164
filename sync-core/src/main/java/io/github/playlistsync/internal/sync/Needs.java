package io.github.playlistsync.internal.sync;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.settings.AuditPolicy;
import io.github.playlistsync.spi.store.HistoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Decides what each playlist of a run needs. What the list settles costs no call, but for a few a
 * run whose answer is checked all the same: contents that were last read long ago, and refusals,
 * which may have been wrong or may have ended.
 */
final class Needs {
  /** How many refused playlists a run asks for again at the most. */
  private static final int ASKED_PER_RUN = 50;

  private static final long WEEK = Duration.ofDays(7).toSeconds();

  private final AuditPolicy policy;
  private final HistoryStore store;
  private final Instant now;
  private final Optional<Instant> lastSync;

  /** Draws among too many that are due, so that those that come to nothing block no other. */
  private final Random lot;

  /**
   * For one run.
   *
   * @param lastSync when the user's list was last dealt with, before this run
   */
  Needs(AuditPolicy policy, HistoryStore store, Instant now, Optional<Instant> lastSync) {
    this.policy = policy;
    this.store = store;
    this.now = now;
    this.lastSync = lastSync;
    this.lot = new Random(now.toEpochMilli());
  }

  /** The same playlists with what they need. */
  List<PlannedPlaylist> decide(List<PlannedPlaylist> playlists) {
    Map<PlaylistId, Need> more = new HashMap<>();
    chooseAudits(playlists, more);
    chooseRefused(playlists, more);
    return playlists.stream()
        .map(planned -> planned.withNeed(more.getOrDefault(planned.id(), planned.needByList())))
        .toList();
  }

  private void chooseAudits(List<PlannedPlaylist> playlists, Map<PlaylistId, Need> chosen) {
    if (policy.perRun() == 0) {
      return;
    }
    Instant dueBefore = now.minus(policy.after());
    List<StoredPlaylist> spotifys = new ArrayList<>();
    List<StoredPlaylist> due = new ArrayList<>();
    for (PlannedPlaylist planned : playlists) {
      StoredPlaylist stored = planned.stored();
      boolean mayStand = planned.listed() == null || planned.isUnchangedByList();
      if (stored == null || !stored.hasContent() || !mayStand) {
        continue;
      }
      if (stored.playlist().isSpotifys()) {
        spotifys.add(stored);
      } else if (stored.syncedAt().isBefore(dueBefore)) {
        due.add(stored);
      }
    }
    due.sort(Comparator.comparing(StoredPlaylist::syncedAt));
    // The oldest may be those whose audits fail for good.
    int oldest = Math.min(due.size(), policy.perRun() / 2);
    Collections.shuffle(due.subList(oldest, due.size()), lot);
    Stream.concat(
            spotifys.stream().filter(stored -> !isRestored(stored)),
            due.stream().filter(stored -> !isRestored(stored)).limit(policy.perRun()))
        .forEach(stored -> chosen.put(stored.id(), Need.AUDIT));
  }

  private void chooseRefused(List<PlannedPlaylist> playlists, Map<PlaylistId, Need> chosen) {
    List<PlannedPlaylist> due = new ArrayList<>(playlists);
    due.removeIf(planned -> !planned.isWithheldByList() || !isToBeAskedAgain(planned));
    Collections.shuffle(due, lot);
    due.stream().limit(ASKED_PER_RUN).forEach(planned -> chosen.put(planned.id(), Need.ASK_AGAIN));
  }

  /** What somebody restored differs from what Spotify has, and stays until Spotify's moves. */
  private boolean isRestored(StoredPlaylist stored) {
    List<Revision> newest = store.revisions(stored.id(), Long.MAX_VALUE, 1);
    return !newest.isEmpty() && newest.get(0).origin() == Revision.Origin.RESTORE;
  }

  /**
   * Whether no run has asked again yet, or since the last run the age of the refusal went past a
   * power of two seconds or, later, a week went by, which ends at another time for each playlist.
   * So the next run asks, later ones ever more seldom, and nothing has to be kept for it.
   */
  private boolean isToBeAskedAgain(PlannedPlaylist planned) {
    Instant since = Objects.requireNonNull(planned.entry(), "entry").firstSeen();
    if (lastSync.isEmpty() || !lastSync.get().isAfter(since)) {
      return true;
    }
    long before = Duration.between(since, lastSync.get()).toSeconds();
    long age = Duration.between(since, now).toSeconds();
    if (age < WEEK) {
      return Long.highestOneBit(before) < Long.highestOneBit(age);
    }
    // Fibonacci hashing, which spreads even ids that differ little.
    long own = Math.floorMod(planned.id().hashCode() * 0x9E3779B97F4A7C15L, WEEK);
    return (before + own) / WEEK < (age + own) / WEEK;
  }
}
