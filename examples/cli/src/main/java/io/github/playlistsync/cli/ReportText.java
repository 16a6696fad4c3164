package io.github.playlistsync.cli;

import io.github.playlistsync.model.Problem;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Describes a report in words. */
final class ReportText {
  private static final int MOST_PROBLEMS = 3;

  private ReportText() {}

  /** The result of one playlist: one line, and one per problem. */
  static List<String> playlist(PlaylistReport report) {
    List<String> lines = new ArrayList<>();
    PlaylistReport.Changes changes = report.changes();
    lines.add(
        "%s %9s tracks  %-22s %s"
            .formatted(
                Printable.fit(word(report.outcome()), 13),
                Printable.number(report.counts().trackCount()),
                changes.equals(PlaylistReport.Changes.NONE)
                    ? ""
                    : "+%,d -%,d moved %,d"
                        .formatted(changes.added(), changes.removed(), changes.moved()),
                named(report))
            .stripTrailing());
    report.problems().stream()
        .limit(MOST_PROBLEMS)
        .forEach(problem -> lines.add("              ! " + Printable.oneLine(problem.sentence())));
    if (report.problems().size() > MOST_PROBLEMS) {
      int more = report.problems().size() - MOST_PROBLEMS;
      lines.add("              ! and " + more + " more (--json shows all)");
    }
    return lines;
  }

  /** The result of the whole run. */
  static List<String> summary(SyncReport report) {
    List<String> lines = new ArrayList<>();
    report.problems().forEach(problem -> lines.add("! " + Printable.oneLine(problem.sentence())));
    lines.add(
        "%s: %,d playlists%s; %,d gone, %,d back"
            .formatted(
                report.outcome(),
                report.playlists().size(),
                outcomes(report),
                report.gone().size(),
                report.back().size()));
    lines.add(cost(report.cost()));
    return lines;
  }

  /** What a run cost. */
  static String cost(SyncReport.Cost cost) {
    return "calls to Spotify: %,d, rows written: %,d (items: %,d), time: %.1f s"
        .formatted(
            cost.apiCalls(),
            cost.rowsWritten(),
            cost.itemRowsWritten(),
            cost.duration().toMillis() / 1000.0);
  }

  /** Why a report is not {@link SyncOutcome#COMPLETE}, in one line. */
  static String reason(SyncReport report) {
    Failure failure = report.failure();
    if (failure != null) {
      return "nothing could be synced: " + withAdvice(failure);
    }
    List<PlaylistReport> open =
        report.playlists().stream().filter(playlist -> !playlist.complete()).toList();
    if (open.isEmpty()) {
      return "the sync is not complete: "
          + report.problems().stream().map(Problem::sentence).collect(Collectors.joining("; "));
    }
    PlaylistReport first = open.get(0);
    String others = open.size() == 1 ? "" : "; and " + (open.size() - 1) + " more";
    return "%d of %d playlists not up to date: %s: %s%s"
        .formatted(open.size(), report.playlists().size(), named(first), reason(first), others);
  }

  private static String reason(PlaylistReport report) {
    return report.problems().isEmpty()
        ? word(report.outcome())
        : report.problems().get(0).sentence();
  }

  private static String withAdvice(Failure failure) {
    return failure.suspends() == null
        ? failure.message()
        : failure.message() + "; " + SuspensionText.advice(failure.suspends());
  }

  private static String named(PlaylistReport report) {
    return report.name().isEmpty()
        ? report.id().value()
        : "\"%s\" (%s)".formatted(Printable.oneLine(report.name()), report.id());
  }

  private static String outcomes(SyncReport report) {
    Map<PlaylistOutcome, Long> counts =
        report.playlists().stream()
            .collect(
                Collectors.groupingBy(
                    PlaylistReport::outcome, TreeMap::new, Collectors.counting()));
    String words =
        counts.entrySet().stream()
            .map(entry -> "%,d %s".formatted(entry.getValue(), word(entry.getKey())))
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "" : " (" + words + ")";
  }

  private static String word(PlaylistOutcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
