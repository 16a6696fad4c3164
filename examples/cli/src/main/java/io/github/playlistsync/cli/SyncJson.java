package io.github.playlistsync.cli;

import io.github.playlistsync.error.RetryableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem.Code;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report as {@code --json} prints it; the components are its keys. */
record SyncJson(
    String user,
    String outcome,
    int apiCalls,
    int rowsWritten,
    int itemRowsWritten,
    long durationMs,
    List<Playlist> playlists,
    List<String> gone,
    List<String> back,
    List<Problem> problems,
    @Nullable Reason failure) {

  static SyncJson of(SyncReport report) {
    return new SyncJson(
        report.user().value(),
        report.outcome().name(),
        report.cost().apiCalls(),
        report.cost().rowsWritten(),
        report.cost().itemRowsWritten(),
        report.cost().duration().toMillis(),
        report.playlists().stream().map(Playlist::of).toList(),
        report.gone().stream().map(PlaylistId::value).toList(),
        report.back().stream().map(PlaylistId::value).toList(),
        Problem.of(report.problems()),
        Reason.of(report.failure()));
  }

  /** The report of a run that could not begin. */
  static SyncJson ofNothing(UserId user, SyncException cause, Duration duration) {
    String message = Printable.oneLine(String.valueOf(cause.getMessage()));
    return new SyncJson(
        user.value(),
        SyncOutcome.FAILED.name(),
        0,
        0,
        0,
        duration.toMillis(),
        List.of(),
        List.of(),
        List.of(),
        List.of(new Problem(Code.FAILED.name(), null, null, message)),
        new Reason(
            cause.getClass().getSimpleName(),
            message,
            cause instanceof RetryableException,
            null,
            null));
  }

  /** The result of one playlist. */
  record Playlist(
      String id,
      String name,
      String outcome,
      boolean complete,
      @Nullable String access,
      int trackCount,
      int placeholders,
      int remoteTotal,
      int added,
      int removed,
      int moved,
      String audit,
      long revision,
      List<Problem> problems) {

    static Playlist of(PlaylistReport report) {
      return new Playlist(
          report.id().value(),
          report.name(),
          report.outcome().name(),
          report.complete(),
          report.access() == null ? null : report.access().name(),
          report.counts().trackCount(),
          report.counts().placeholders(),
          report.counts().remoteTotal(),
          report.changes().added(),
          report.changes().removed(),
          report.changes().moved(),
          report.audit().name(),
          report.revision(),
          Problem.of(report.problems()));
    }
  }

  /** A problem of the run or of a playlist. */
  record Problem(
      String code, @Nullable String playlist, @Nullable Integer position, String sentence) {

    static List<Problem> of(List<io.github.playlistsync.model.Problem> problems) {
      return problems.stream()
          .map(
              problem ->
                  new Problem(
                      problem.code().name(),
                      problem.playlist() == null ? null : problem.playlist().value(),
                      problem.position(),
                      problem.sentence()))
          .toList();
    }
  }

  /** Why the run failed. */
  record Reason(
      String kind,
      String message,
      boolean retryable,
      @Nullable String retryAt,
      @Nullable String suspends) {

    static @Nullable Reason of(@Nullable Failure failure) {
      return failure == null
          ? null
          : new Reason(
              failure.kind(),
              failure.message(),
              failure.retryable(),
              failure.retryAt() == null ? null : failure.retryAt().toString(),
              failure.suspends() == null ? null : failure.suspends().name());
    }
  }
}
