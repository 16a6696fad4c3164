package io.github.playlistsync.internal.codec;

import static io.github.playlistsync.model.Problem.Code.REPORT_CUT;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A report as a queue keeps it. Above 500 playlists it leaves out the unchanged ones, and then
 * those after the first 500.
 */
public final class ReportCodec {
  private static final String VERSION = "report 1";
  private static final int MAX_PLAYLISTS = 500;
  private static final int MAX_PROBLEMS = 20;

  private ReportCodec() {}

  public static String write(SyncReport report) {
    List<List<? extends @Nullable Object>> rows = new ArrayList<>();
    SyncReport.Cost cost = report.cost();
    rows.add(List.of(VERSION));
    rows.add(
        List.of(
            "run",
            report.user(),
            report.outcome(),
            cost.apiCalls(),
            cost.rowsWritten(),
            cost.itemRowsWritten(),
            cost.duration()));
    cost.phases().forEach((phase, duration) -> rows.add(List.of("phase", phase, duration)));
    report.gone().forEach(id -> rows.add(List.of("gone", id)));
    report.back().forEach(id -> rows.add(List.of("back", id)));
    report.problems().stream()
        .limit(MAX_PROBLEMS)
        .forEach(problem -> rows.add(ProblemRow.write("problem", problem)));
    if (report.failure() != null) {
      rows.add(failure(report.failure()));
    }
    List<PlaylistReport> kept = kept(report.playlists());
    if (kept.size() < report.playlists().size()) {
      int more = report.playlists().size() - kept.size();
      rows.add(
          ProblemRow.write(
              "problem", Problem.of(REPORT_CUT, more + " more playlists are not in this report")));
    }
    kept.forEach(playlist -> writePlaylist(playlist, rows));
    return TabSeparated.encode(rows);
  }

  private static List<PlaylistReport> kept(List<PlaylistReport> playlists) {
    return playlists.size() <= MAX_PLAYLISTS
        ? playlists
        : playlists.stream().filter(ReportCodec::isWorthKeeping).limit(MAX_PLAYLISTS).toList();
  }

  private static boolean isWorthKeeping(PlaylistReport playlist) {
    return playlist.outcome() != PlaylistOutcome.UNCHANGED
        || playlist.audit() != PlaylistReport.Audit.NONE;
  }

  private static void writePlaylist(
      PlaylistReport playlist, List<List<? extends @Nullable Object>> rows) {
    rows.add(
        Arrays.asList(
            "playlist",
            playlist.id(),
            playlist.name(),
            playlist.outcome(),
            playlist.access(),
            playlist.counts().trackCount(),
            playlist.counts().placeholders(),
            playlist.counts().remoteTotal(),
            playlist.changes().added(),
            playlist.changes().removed(),
            playlist.changes().moved(),
            playlist.revision(),
            playlist.audit(),
            playlist.complete()));
    playlist.problems().stream()
        .limit(MAX_PROBLEMS)
        .forEach(problem -> rows.add(ProblemRow.write("playlist-problem", problem)));
    if (playlist.failure() != null) {
      List<@Nullable Object> row = new ArrayList<>(failure(playlist.failure()));
      row.set(0, "playlist-failure");
      rows.add(row);
    }
  }

  private static List<@Nullable Object> failure(Failure failure) {
    return Arrays.asList(
        "failure",
        failure.kind(),
        failure.message(),
        failure.retryable(),
        failure.retryAt(),
        failure.suspends());
  }

  /** Returns empty for a report that it cannot read. */
  public static Optional<SyncReport> read(String text) {
    try {
      List<List<@Nullable String>> rows = TabSeparated.decode(text);
      if (rows.isEmpty() || !rows.get(0).equals(List.of(VERSION))) {
        return Optional.empty();
      }
      return Optional.of(new Reader().read(rows));
    } catch (IllegalArgumentException
        | java.time.DateTimeException
        | NullPointerException unreadable) {
      return Optional.empty();
    } catch (IndexOutOfBoundsException rowTooShort) {
      return Optional.empty();
    }
  }

  private static final class Reader {
    private final List<PlaylistReport> playlists = new ArrayList<>();
    private final List<PlaylistId> gone = new ArrayList<>();
    private final List<PlaylistId> back = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Progress.Phase, Duration> phases = new EnumMap<>(Progress.Phase.class);
    private @Nullable Failure failure;
    private List<@Nullable String> run = List.of();

    SyncReport read(List<List<@Nullable String>> rows) {
      for (List<@Nullable String> row : rows) {
        switch (text(row, 0)) {
          case "run" -> run = row;
          case "phase" ->
              phases.put(Progress.Phase.valueOf(text(row, 1)), Duration.parse(text(row, 2)));
          case "gone" -> gone.add(PlaylistId.of(text(row, 1)));
          case "back" -> back.add(PlaylistId.of(text(row, 1)));
          case "problem" -> problems.add(ProblemRow.read(row));
          case "failure" -> failure = failure(row);
          case "playlist" -> playlists.add(playlist(row, List.of(), null));
          case "playlist-problem" -> {
            PlaylistReport last = playlists.remove(playlists.size() - 1);
            List<Problem> more = new ArrayList<>(last.problems());
            more.add(ProblemRow.read(row));
            playlists.add(with(last, more, last.failure()));
          }
          case "playlist-failure" -> {
            PlaylistReport last = playlists.remove(playlists.size() - 1);
            playlists.add(with(last, last.problems(), failure(row)));
          }
          default -> {
            // The row of the version, and rows that a later release adds.
          }
        }
      }
      SyncReport.Cost cost =
          new SyncReport.Cost(
              number(run, 3), number(run, 4), number(run, 5), Duration.parse(text(run, 6)), phases);
      return new SyncReport(
          UserId.of(text(run, 1)),
          SyncOutcome.valueOf(text(run, 2)),
          playlists,
          gone,
          back,
          problems,
          cost,
          failure);
    }

    private static PlaylistReport playlist(
        List<@Nullable String> row, List<Problem> problems, @Nullable Failure failure) {
      PlaylistOutcome outcome = PlaylistOutcome.valueOf(text(row, 3));
      String access = row.get(4);
      return new PlaylistReport(
          PlaylistId.of(text(row, 1)),
          text(row, 2),
          outcome,
          row.size() > 13 ? Boolean.parseBoolean(text(row, 13)) : isUpToDate(outcome),
          access == null ? null : Access.valueOf(access),
          new TrackCounts(number(row, 5), number(row, 6), number(row, 7)),
          new PlaylistReport.Changes(number(row, 8), number(row, 9), number(row, 10)),
          row.size() > 12 ? PlaylistReport.Audit.valueOf(text(row, 12)) : PlaylistReport.Audit.NONE,
          Long.parseLong(text(row, 11)),
          problems,
          failure);
    }

    /** What releases before the field can say of it. */
    private static boolean isUpToDate(PlaylistOutcome outcome) {
      return outcome == PlaylistOutcome.SYNCED || outcome == PlaylistOutcome.UNCHANGED;
    }

    private static PlaylistReport with(
        PlaylistReport playlist, List<Problem> problems, @Nullable Failure failure) {
      return new PlaylistReport(
          playlist.id(),
          playlist.name(),
          playlist.outcome(),
          playlist.complete(),
          playlist.access(),
          playlist.counts(),
          playlist.changes(),
          playlist.audit(),
          playlist.revision(),
          problems,
          failure);
    }

    private static Failure failure(List<@Nullable String> row) {
      String retryAt = row.get(4);
      String suspends = row.size() > 5 ? row.get(5) : null;
      return new Failure(
          text(row, 1),
          text(row, 2),
          Boolean.parseBoolean(text(row, 3)),
          retryAt == null ? null : Instant.parse(retryAt),
          suspends == null ? null : Suspension.Reason.of(suspends));
    }

    private static String text(List<@Nullable String> row, int index) {
      return Objects.requireNonNull(row.get(index));
    }

    private static int number(List<@Nullable String> row, int index) {
      return Integer.parseInt(text(row, index));
    }
  }
}
