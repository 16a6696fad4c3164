package io.github.playlistsync.internal.sync;

import static io.github.playlistsync.model.Problem.Code.HELD_CONTRADICTION;
import static io.github.playlistsync.model.Problem.Code.HELD_REFUSAL;
import static io.github.playlistsync.model.Problem.Code.HELD_REMOVAL;

import io.github.playlistsync.internal.read.RemoteContent;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.settings.RemovalGuard;
import org.jspecify.annotations.Nullable;

/**
 * Why one answer about a playlist is in doubt, and what a second one must show. Only this class
 * decides what is weak evidence and what is agreement; {@link Departures} does so for the list.
 *
 * <p>An answer is weak if it takes much away, contradicts the list, lacks what every item has, or
 * has pages that nothing binds together or that look wrong. An answer that repeats the stored items
 * has them as its second witness, unless it shows nothing that explains its new snapshot: it may be
 * older than that. {@link PlaylistBatch} takes the second look, at Spotify and later than the
 * first.
 *
 * @param reason why, for the report
 * @param seen what was seen; a second answer that shows the same counts. A digest, so that a run
 *     with many doubts holds no items
 */
record Doubt(Problem reason, String seen) {

  /** The doubt about a complete read, first or second; null if there is none. */
  static @Nullable Doubt of(
      PlannedPlaylist planned, RemoteContent content, ContentChange change, RemovalGuard guard) {
    Problem reason =
        change.repeatsStoredItems()
            ? unexplainedSnapshot(planned, content, change)
            : reason(planned, content, change, guard);
    if (reason == null) {
      reason = missingFacts(content, change);
    }
    return reason == null ? null : new Doubt(reason, content.digest());
  }

  /**
   * The doubt about a complete first look. A page of it may be older than the others; that it is so
   * twice takes two false answers, so a second look is not doubted for this.
   */
  static @Nullable Doubt ofFirst(
      PlannedPlaylist planned, RemoteContent content, ContentChange change, RemovalGuard guard) {
    Doubt doubt = of(planned, content, change, guard);
    return doubt == null && change.replacesItemsBeside(content.evidence().offsets())
        ? new Doubt(
            Problem.of(
                HELD_CONTRADICTION,
                "one of its pages has what is stored, others do not; it may be older than they"
                    + " are"),
            content.digest())
        : doubt;
  }

  /** The doubt about a refusal of what the user could read until now; null if they could not. */
  static @Nullable Doubt ofRefusal(PlannedPlaylist planned, @Nullable String refusal) {
    return planned.isReadable()
        ? new Doubt(
            Problem.of(HELD_REFUSAL, "Spotify refuses the items, which it gave before: " + refusal),
            "refused")
        : null;
  }

  /** Whether this second look shows what the first one did. */
  boolean agreesWith(Doubt first) {
    return seen.equals(first.seen);
  }

  /** The snapshots of Spotify's own lists explain nothing; every run reads those. */
  private static @Nullable Problem unexplainedSnapshot(
      PlannedPlaylist planned, RemoteContent content, ContentChange change) {
    if (change.movesSnapshotOrItems() && contradictsList(planned, content)) {
      return contradiction(planned, content);
    }
    return change.movesOnlySnapshot() && !change.write().playlist().playlist().isSpotifys()
        ? Problem.of(
            HELD_CONTRADICTION,
            "its snapshot moved, but neither its items nor its metadata changed")
        : null;
  }

  private static @Nullable Problem reason(
      PlannedPlaylist planned, RemoteContent content, ContentChange change, RemovalGuard guard) {
    if (content.evidence().weakness() != null) {
      return Problem.of(HELD_CONTRADICTION, content.evidence().weakness());
    }
    int read = content.items().size();
    int stored = change.storedItems();
    int removed = change.diff().removed();
    if (guard.holdsItems(removed, stored)) {
      return Problem.of(
          HELD_REMOVAL, "a read would remove %d of %d items".formatted(removed, stored));
    }
    StoredPlaylist before = change.before();
    int known = before == null ? 0 : before.counts().placeholders();
    int lost = content.counts().placeholders() - known;
    int expected = lost + content.counts().trackCount();
    boolean vanishAtOnce = before != null && before.hasContent() && lost > guard.items();
    if (vanishAtOnce || guard.holdsItems(lost, expected)) {
      return Problem.of(
          HELD_REMOVAL, "Spotify gives no track for %d of %d items".formatted(lost, expected));
    }
    if (planned.need() == Need.AUDIT && planned.isStoredContent(content.snapshot(), null)) {
      return Problem.of(HELD_CONTRADICTION, "its snapshot had not moved, but its items are others");
    }
    Integer listed = planned.listedTotal();
    if (contradictsList(planned, content)
        || (listed != null && guard.holdsItems(listed - read, listed))) {
      return contradiction(planned, content);
    }
    if (read == 0 && !planned.isKnownToBeEmpty()) {
      return Problem.of(HELD_REMOVAL, "Spotify answers that the playlist is empty");
    }
    return null;
  }

  /** Whether the list has another number of items at the same snapshot. */
  private static boolean contradictsList(PlannedPlaylist planned, RemoteContent content) {
    Integer listed = planned.listedTotal();
    return listed != null
        && listed != content.remoteTotal()
        && planned.isListedAt(content.snapshot());
  }

  private static Problem contradiction(PlannedPlaylist planned, RemoteContent content) {
    return Problem.of(
        HELD_CONTRADICTION,
        "the list announces %d items and the playlist has %d"
            .formatted(planned.listedTotal(), content.items().size()));
  }

  /**
   * Which of several equal items moved is a guess where an answer does not say what they differ in.
   */
  private static @Nullable Problem missingFacts(RemoteContent content, ContentChange change) {
    RemoteContent.Evidence evidence = content.evidence();
    boolean lacks =
        evidence.lacksFacts() && (evidence.completed() || change.addsItemsWithoutFacts());
    return (lacks || evidence.guessed()) && change.movesSnapshotOrItems()
        ? Problem.of(
            HELD_CONTRADICTION,
            lacks
                ? "one of its pages does not say when its items were added, or by whom"
                : "of equal items it does not say when they were added, or by whom")
        : null;
  }
}
