package io.github.playlistsync.internal.sync;

import static io.github.playlistsync.model.Problem.Code.ACCESS_LOST;
import static io.github.playlistsync.model.Problem.Code.CONFIRMED;
import static io.github.playlistsync.model.Problem.Code.FAILED;
import static io.github.playlistsync.model.Problem.Code.PLAYLIST_TOO_LARGE;
import static io.github.playlistsync.model.Problem.Code.PLAYLIST_UNAVAILABLE;
import static io.github.playlistsync.model.Problem.Code.PLAYLIST_WITHHELD;

import io.github.playlistsync.error.PlaylistTooLargeException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.internal.diff.ContentDiff;
import io.github.playlistsync.internal.read.RemoteContent;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link PlannedPlaylist}.
 *
 * @param planned the plan
 * @param report what the host sees
 * @param entry the library entry that the user gets; null for none
 * @param entryWritten whether {@code entry} was written with the playlist
 * @param changes what happened to the items
 * @param doubt why a second look must agree; null if none need
 */
record PlaylistResult(
    PlannedPlaylist planned,
    PlaylistReport report,
    @Nullable LibraryEntry entry,
    boolean entryWritten,
    List<ItemChange> changes,
    @Nullable Doubt doubt) {

  /** Whether Spotify was asked for the playlist, and its answer says what the user may read. */
  boolean showsAccess() {
    return !planned.need().isSettledByList()
        && report.outcome() != PlaylistOutcome.HELD
        && report.outcome() != PlaylistOutcome.FAILED;
  }

  static PlaylistResult of(
      PlaylistOutcome outcome,
      PlannedPlaylist planned,
      StoredPlaylist stored,
      @Nullable LibraryEntry entry,
      boolean entryWritten,
      List<Problem> problems) {
    PlaylistReport report =
        report(
            planned,
            stored.playlist(),
            outcome,
            entry,
            Access.FULL,
            stored,
            PlaylistReport.Changes.NONE,
            problems);
    return new PlaylistResult(
        planned,
        report,
        entry == null ? planned.listedEntry() : entry,
        entryWritten,
        List.of(),
        null);
  }

  static PlaylistResult synced(
      PlannedPlaylist planned,
      ContentChange change,
      RemoteContent content,
      @Nullable Doubt confirmed) {
    ContentDiff diff = change.diff();
    List<Problem> problems = new ArrayList<>(content.problems());
    if (confirmed != null && change.write().revision() != null) {
      problems.add(
          Problem.of(
              CONFIRMED,
              confirmed.reason().sentence() + "; it was applied after a second read agreed"));
    }
    StoredPlaylist stored = change.write().playlist();
    PlaylistReport report =
        report(
            planned,
            stored.playlist(),
            PlaylistOutcome.SYNCED,
            change.write().entry(),
            Access.FULL,
            stored,
            new PlaylistReport.Changes(diff.added(), diff.removed(), diff.moved()),
            problems);
    LibraryEntry written = change.write().entry();
    return new PlaylistResult(
        planned, report, written == null ? planned.entry() : written, true, diff.changes(), null);
  }

  /**
   * The answer is in doubt; what is stored stays.
   *
   * @param remote the playlist's metadata from Spotify; null if it gave none
   * @param again whether this was the second look
   */
  static PlaylistResult held(
      PlannedPlaylist planned, @Nullable Playlist remote, Doubt doubt, boolean again) {
    String problem =
        doubt.reason().sentence()
            + (again
                ? "; the second look showed something else, so what is stored stays until two agree"
                : "; it waits for a second look to agree");
    PlaylistReport report =
        report(
            planned,
            remote,
            PlaylistOutcome.HELD,
            planned.entry(),
            planned.entry() == null ? null : planned.entry().access(),
            planned.stored(),
            PlaylistReport.Changes.NONE,
            List.of(Problem.of(doubt.reason().code(), problem)));
    return new PlaylistResult(planned, report, planned.listedEntry(), false, List.of(), doubt);
  }

  static PlaylistResult withheld(
      PlannedPlaylist planned,
      StoredPlaylist stored,
      LibraryEntry entry,
      boolean entryWritten,
      @Nullable String reason) {
    List<Problem> problems = new ArrayList<>();
    if (reason != null) {
      problems.add(refusal(entry.access(), reason));
    }
    if (entry.lostSince() != null) {
      problems.add(
          Problem.of(
              ACCESS_LOST,
              "it could be read before " + entry.lostSince() + "; what was stored then stays"));
    }
    PlaylistReport report =
        report(
            planned,
            stored.playlist(),
            outcomeOf(entry.access()),
            entry,
            entry.access(),
            stored,
            PlaylistReport.Changes.NONE,
            problems);
    return new PlaylistResult(planned, report, entry, entryWritten, List.of(), null);
  }

  /** A listed playlist that another job reads later. */
  static PlaylistResult listed(
      PlannedPlaylist planned, @Nullable LibraryEntry entry, boolean entryWritten) {
    PlaylistReport report =
        report(
            planned,
            null,
            PlaylistOutcome.UNCHANGED,
            entry,
            entry == null ? null : entry.access(),
            planned.stored(),
            PlaylistReport.Changes.NONE,
            List.of());
    return new PlaylistResult(planned, report, entry, entryWritten, List.of(), null);
  }

  /** Spotify returns nothing, and nothing is stored. */
  static PlaylistResult unknown(PlannedPlaylist planned, Access access, @Nullable String reason) {
    PlaylistReport report =
        report(
            planned,
            null,
            outcomeOf(access),
            null,
            access,
            null,
            PlaylistReport.Changes.NONE,
            reason == null ? List.of() : List.of(refusal(access, reason)));
    return new PlaylistResult(planned, report, null, false, List.of(), null);
  }

  static PlaylistResult failed(PlannedPlaylist planned, RuntimeException cause) {
    Failure failure = Failure.of(cause);
    String problem =
        cause instanceof SyncException
            ? failure.message()
            : "internal error, see the log: " + failure.kind() + ": " + failure.message();
    Problem.Code code = cause instanceof PlaylistTooLargeException ? PLAYLIST_TOO_LARGE : FAILED;
    Playlist known = planned.listedPlaylist();
    StoredPlaylist stored = planned.stored();
    PlaylistReport report =
        report(
                planned,
                known,
                PlaylistOutcome.FAILED,
                planned.entry(),
                planned.entry() == null ? null : planned.entry().access(),
                stored,
                PlaylistReport.Changes.NONE,
                List.of(Problem.of(code, problem)))
            .withFailure(failure);
    return new PlaylistResult(planned, report, planned.listedEntry(), false, List.of(), null);
  }

  /** The same as the result of an audit, if the audit was finished. */
  PlaylistResult audited() {
    PlaylistReport.Audit audit =
        switch (report.outcome()) {
          case UNCHANGED -> PlaylistReport.Audit.CONFIRMED;
          case SYNCED -> PlaylistReport.Audit.CORRECTED;
          case METADATA_ONLY, UNAVAILABLE, HELD, FAILED -> PlaylistReport.Audit.NONE;
        };
    return new PlaylistResult(
        planned, report.withAudit(audit), entry, entryWritten, changes, doubt);
  }

  /** The same without the changes, which would fill the memory in a run of many playlists. */
  PlaylistResult withoutChanges() {
    return new PlaylistResult(planned, report, entry, entryWritten, List.of(), doubt);
  }

  /**
   * Whether the user's access to the playlist changed. An entry that was only registered, and never
   * checked, proves no earlier access.
   */
  boolean accessChanged() {
    LibraryEntry before = planned.entry();
    return before != null
        && entry != null
        && before.access() != entry.access()
        && !(before.access() == Access.METADATA_ONLY
            && before.checkedSnapshot() == null
            && before.lostSince() == null);
  }

  private static Problem refusal(Access access, String reason) {
    return Problem.of(
        access == Access.METADATA_ONLY ? PLAYLIST_WITHHELD : PLAYLIST_UNAVAILABLE, reason);
  }

  private static PlaylistOutcome outcomeOf(Access access) {
    return switch (access) {
      case FULL -> PlaylistOutcome.UNCHANGED;
      case METADATA_ONLY -> PlaylistOutcome.METADATA_ONLY;
      case UNAVAILABLE -> PlaylistOutcome.UNAVAILABLE;
    };
  }

  /** Whether a run can be complete with this. What was never readable is no loss. */
  private static boolean isComplete(
      PlannedPlaylist planned, PlaylistOutcome outcome, @Nullable LibraryEntry entry) {
    boolean lost = entry != null && entry.lostSince() != null;
    return switch (outcome) {
      case SYNCED, UNCHANGED -> true;
      case METADATA_ONLY -> !lost;
      case UNAVAILABLE ->
          !lost && planned.entry() != null && planned.entry().access() == Access.UNAVAILABLE;
      case HELD, FAILED -> false;
    };
  }

  private static PlaylistReport report(
      PlannedPlaylist planned,
      @Nullable Playlist known,
      PlaylistOutcome outcome,
      @Nullable LibraryEntry entry,
      @Nullable Access access,
      @Nullable StoredPlaylist stored,
      PlaylistReport.Changes changes,
      List<Problem> problems) {
    Playlist named = known != null ? known : stored != null ? stored.playlist() : null;
    return new PlaylistReport(
        planned.id(),
        named == null ? "" : named.name(),
        outcome,
        isComplete(planned, outcome, entry),
        access,
        stored == null ? TrackCounts.NONE : stored.counts(),
        changes,
        PlaylistReport.Audit.NONE,
        stored == null ? 0 : stored.revision(),
        problems,
        null);
  }
}
