package io.github.playlistsync.internal.sync;

import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.internal.diff.ContentDiff;
import io.github.playlistsync.internal.read.RemoteContent;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
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
 * @param target the plan
 * @param report what the host is told
 * @param entry the user's library entry as it shall be; null if there shall be none
 * @param entryWritten whether {@code entry} was written with the playlist
 * @param changes what happened to the items
 * @param held the read that waits for a second one to agree; null unless the removal guard held it
 */
record PlaylistResult(
    PlannedPlaylist target,
    PlaylistReport report,
    @Nullable LibraryEntry entry,
    boolean entryWritten,
    List<ItemChange> changes,
    @Nullable RemoteContent held) {

  static PlaylistResult of(
      PlaylistOutcome outcome,
      PlannedPlaylist target,
      StoredPlaylist stored,
      @Nullable LibraryEntry entry,
      boolean entryWritten,
      List<String> problems) {
    PlaylistReport report =
        report(
            target,
            stored.playlist(),
            outcome,
            Access.FULL,
            stored,
            PlaylistReport.Changes.NONE,
            problems);
    return new PlaylistResult(
        target,
        report,
        entry == null ? target.listedEntry() : entry,
        entryWritten,
        List.of(),
        null);
  }

  static PlaylistResult synced(
      PlannedPlaylist target, ContentChange change, RemoteContent content, boolean confirmed) {
    ContentDiff diff = change.diff();
    List<String> problems = new ArrayList<>(content.problems());
    if (confirmed) {
      problems.add(
          "the removal of %d of %d items was applied after a second read agreed"
              .formatted(diff.removed(), change.storedItems()));
    }
    StoredPlaylist stored = change.write().playlist();
    PlaylistReport report =
        report(
            target,
            stored.playlist(),
            PlaylistOutcome.SYNCED,
            Access.FULL,
            stored,
            new PlaylistReport.Changes(diff.added(), diff.removed(), diff.moved()),
            problems);
    LibraryEntry written = change.write().entry();
    return new PlaylistResult(
        target, report, written == null ? target.entry() : written, true, diff.changes(), null);
  }

  static PlaylistResult held(
      PlannedPlaylist target, RemoteContent content, int removed, int storedItems) {
    String problem =
        "a read would remove %d of %d items; it waits for a second read to agree"
            .formatted(removed, storedItems);
    PlaylistReport report =
        report(
            target,
            content.playlist(),
            PlaylistOutcome.HELD,
            Access.FULL,
            target.stored(),
            PlaylistReport.Changes.NONE,
            List.of(problem));
    return new PlaylistResult(target, report, target.listedEntry(), false, List.of(), content);
  }

  static PlaylistResult withheld(
      PlannedPlaylist target,
      StoredPlaylist stored,
      LibraryEntry entry,
      boolean entryWritten,
      @Nullable String reason) {
    List<String> problems = new ArrayList<>();
    if (reason != null) {
      problems.add(reason);
    }
    if (entry.lostSince() != null) {
      problems.add("it could be read before " + entry.lostSince() + "; what was stored then stays");
    }
    PlaylistReport report =
        report(
            target,
            stored.playlist(),
            outcomeOf(entry.access()),
            entry.access(),
            stored,
            PlaylistReport.Changes.NONE,
            problems);
    return new PlaylistResult(target, report, entry, entryWritten, List.of(), null);
  }

  /** A playlist of the list that is read later, by somebody else. */
  static PlaylistResult listed(
      PlannedPlaylist target, @Nullable LibraryEntry entry, boolean entryWritten) {
    PlaylistReport report =
        report(
            target,
            null,
            PlaylistOutcome.UNCHANGED,
            entry == null ? null : entry.access(),
            target.stored(),
            PlaylistReport.Changes.NONE,
            List.of());
    return new PlaylistResult(target, report, entry, entryWritten, List.of(), null);
  }

  /** Spotify tells nothing of a playlist of which nothing is stored. */
  static PlaylistResult unknown(PlannedPlaylist target, Access access, @Nullable String reason) {
    PlaylistReport report =
        report(
            target,
            null,
            outcomeOf(access),
            access,
            null,
            PlaylistReport.Changes.NONE,
            reason == null ? List.of() : List.of(reason));
    return new PlaylistResult(target, report, null, false, List.of(), null);
  }

  static PlaylistResult failed(PlannedPlaylist target, RuntimeException cause) {
    Failure failure = Failure.of(cause);
    String problem =
        cause instanceof SyncException
            ? failure.message()
            : "internal error, see the log: " + failure.kind() + ": " + failure.message();
    Playlist known = target.listed() != null ? target.listed().playlist() : null;
    StoredPlaylist stored = target.stored();
    PlaylistReport report =
        report(
                target,
                known,
                PlaylistOutcome.FAILED,
                target.entry() == null ? null : target.entry().access(),
                stored,
                PlaylistReport.Changes.NONE,
                List.of(problem))
            .withFailure(failure);
    return new PlaylistResult(target, report, target.listedEntry(), false, List.of(), null);
  }

  /** The same as what came of an audit, if it came to an end. */
  PlaylistResult audited() {
    PlaylistReport.Audit audit =
        switch (report.outcome()) {
          case UNCHANGED -> PlaylistReport.Audit.CONFIRMED;
          case SYNCED -> PlaylistReport.Audit.CORRECTED;
          case METADATA_ONLY, UNAVAILABLE, HELD, FAILED -> PlaylistReport.Audit.NONE;
        };
    List<String> problems = new ArrayList<>(report.problems());
    if (audit == PlaylistReport.Audit.CORRECTED) {
      problems.add("its snapshot had not moved, but what was stored was not what Spotify has");
    }
    return new PlaylistResult(
        target, report.withAudit(audit, problems), entry, entryWritten, changes, held);
  }

  /** The same without the changes, which would fill the memory in a run of many playlists. */
  PlaylistResult told() {
    return new PlaylistResult(target, report, entry, entryWritten, List.of(), held);
  }

  /** Whether this leaves the run complete. */
  boolean isComplete() {
    return switch (report.outcome()) {
      case SYNCED, UNCHANGED -> true;
      case METADATA_ONLY -> entry == null || entry.lostSince() == null;
      case UNAVAILABLE, HELD, FAILED -> false;
    };
  }

  /**
   * Whether the user may read another part of the playlist than before. An entry that only stands
   * for a playlist which is still to be read says nothing of that.
   */
  boolean accessChanged() {
    LibraryEntry before = target.entry();
    return before != null
        && entry != null
        && before.access() != entry.access()
        && !(before.access() == Access.METADATA_ONLY
            && before.checkedSnapshot() == null
            && before.lostSince() == null);
  }

  private static PlaylistOutcome outcomeOf(Access access) {
    return switch (access) {
      case FULL -> PlaylistOutcome.UNCHANGED;
      case METADATA_ONLY -> PlaylistOutcome.METADATA_ONLY;
      case UNAVAILABLE -> PlaylistOutcome.UNAVAILABLE;
    };
  }

  private static PlaylistReport report(
      PlannedPlaylist target,
      @Nullable Playlist known,
      PlaylistOutcome outcome,
      @Nullable Access access,
      @Nullable StoredPlaylist stored,
      PlaylistReport.Changes changes,
      List<String> problems) {
    Playlist named = known != null ? known : stored != null ? stored.playlist() : null;
    return new PlaylistReport(
        target.id(),
        named == null ? "" : named.name(),
        outcome,
        access,
        stored == null ? TrackCounts.NONE : stored.counts(),
        changes,
        PlaylistReport.Audit.NONE,
        stored == null ? 0 : stored.revision(),
        problems,
        null);
  }
}
