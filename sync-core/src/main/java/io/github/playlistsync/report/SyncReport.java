package io.github.playlistsync.report;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.UserId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run did and what it cost. Hosts receive it; the library constructs it, and may add
 * components in any release.
 *
 * @param user on whose behalf it ran
 * @param outcome how it ended as a whole
 * @param playlists every playlist that the run looked at, in the order of the user's list
 * @param gone playlists that left the user's list; their content is kept
 * @param back playlists that were gone and are back in the list
 * @param problems what concerns the run as a whole
 * @param cost what it cost
 * @param failure why it did nothing; null if {@code outcome} is {@link SyncOutcome#COMPLETE} or
 *     {@link SyncOutcome#PARTIAL}
 */
public record SyncReport(
    UserId user,
    SyncOutcome outcome,
    List<PlaylistReport> playlists,
    List<PlaylistId> gone,
    List<PlaylistId> back,
    List<Problem> problems,
    Cost cost,
    @Nullable Failure failure) {

  /**
   * Checks the parts and copies the lists.
   *
   * @throws NullPointerException if a part that must be there is null
   */
  public SyncReport {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(outcome, "outcome");
    playlists = List.copyOf(playlists);
    gone = List.copyOf(gone);
    back = List.copyOf(back);
    problems = List.copyOf(problems);
    Objects.requireNonNull(cost, "cost");
  }

  /**
   * What a run cost.
   *
   * @param apiCalls requests sent to Spotify, retries included
   * @param rowsWritten rows of playlists, items, tracks, revisions and library entries that were
   *     inserted, changed or closed
   * @param itemRowsWritten the items among them
   * @param duration from the call to the report
   * @param phases the time per phase, added up over playlists that were read at once, so that the
   *     sum may exceed {@code duration}
   */
  public record Cost(
      int apiCalls,
      int rowsWritten,
      int itemRowsWritten,
      Duration duration,
      Map<Progress.Phase, Duration> phases) {

    /** Copies the map. */
    public Cost {
      Objects.requireNonNull(duration, "duration");
      EnumMap<Progress.Phase, Duration> copy = new EnumMap<>(Progress.Phase.class);
      copy.putAll(phases);
      phases = java.util.Collections.unmodifiableMap(copy);
    }
  }
}
