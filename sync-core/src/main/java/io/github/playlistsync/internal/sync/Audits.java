package io.github.playlistsync.internal.sync;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.settings.AuditPolicy;
import io.github.playlistsync.spi.store.HistoryStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Chooses the playlists that a run reads although their snapshot did not move. */
final class Audits {
  private final AuditPolicy policy;
  private final HistoryStore store;
  private final Instant dueBefore;

  Audits(AuditPolicy policy, HistoryStore store, Instant now) {
    this.policy = policy;
    this.store = store;
    this.dueBefore = now.minus(policy.after());
  }

  /** The same targets, of which some are to be audited. */
  List<PlannedPlaylist> choose(List<PlannedPlaylist> targets) {
    if (policy.perRun() == 0) {
      return targets;
    }
    Set<PlaylistId> chosen = new HashSet<>();
    List<StoredPlaylist> candidates =
        targets.stream()
            .filter(target -> target.listed() == null || target.isUnchangedByList())
            .map(PlannedPlaylist::stored)
            .filter(stored -> stored != null && stored.hasContent())
            .map(Objects::requireNonNull)
            .sorted(Comparator.comparing(StoredPlaylist::syncedAt))
            .toList();
    int due = 0;
    for (StoredPlaylist stored : candidates) {
      boolean spotifys = stored.playlist().isSpotifys();
      boolean chooses = spotifys || (due < policy.perRun() && isDue(stored));
      if (chooses && !isRestored(stored)) {
        chosen.add(stored.id());
        due += spotifys ? 0 : 1;
      }
    }
    return targets.stream()
        .map(target -> chosen.contains(target.id()) ? target.audited() : target)
        .toList();
  }

  private boolean isDue(StoredPlaylist stored) {
    return stored.syncedAt().isBefore(dueBefore);
  }

  /** What somebody restored differs from what Spotify has, and shall stay until Spotify's moves. */
  private boolean isRestored(StoredPlaylist stored) {
    List<Revision> newest = store.revisions(stored.id(), Long.MAX_VALUE, 1);
    return !newest.isEmpty() && newest.get(0).origin() == Revision.Origin.RESTORE;
  }
}
