package io.github.playlistsync.cli;

import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncListener;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts the results of this process's workers, without playlists that a rate limit deferred. */
final class WorkDone implements SyncListener {
  private final Map<PlaylistOutcome, Long> playlists = new EnumMap<>(PlaylistOutcome.class);

  @Override
  public synchronized void playlistDone(
      UserId user, PlaylistReport report, List<ItemChange> changes) {
    Failure failure = report.failure();
    boolean goesOnLater = failure != null && failure.retryAt() != null;
    if (!goesOnLater) {
      playlists.merge(report.outcome(), 1L, Long::sum);
    }
  }

  /** Prints the sum. */
  synchronized void print(Output output) {
    if (output.json()) {
      output.json(new Answer(playlists));
    } else if (!playlists.isEmpty()) {
      output.line(
          playlists.entrySet().stream()
              .map(one -> "%,d %s".formatted(one.getValue(), name(one.getKey())))
              .collect(Collectors.joining(", ", "Playlists: ", ".")));
    }
  }

  private static String name(PlaylistOutcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What {@code --json} prints. */
  record Answer(Map<PlaylistOutcome, Long> playlists) {}
}
