package io.github.playlistsync.cli;

import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.report.UserStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows a running sync: one line per changed playlist and, on a terminal, a progress bar below. */
final class SyncDisplay implements SyncListener, AutoCloseable {
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final Duration WORTH_SHOWING = Duration.ofSeconds(2);
  private static final int BAR = 30;
  private static final int MOST_COLUMNS = 120;

  private final Output output;
  private final Consumer<String> waits;
  private final Map<PlaylistId, Progress> reading = new LinkedHashMap<>();
  private Progress run = Progress.NONE;
  private @Nullable String waiting;
  private boolean drawn;
  private long drawnAt = System.nanoTime() - REDRAW_NANOS;

  SyncDisplay(Output output) {
    this(
        output,
        wait -> {
          output.err().println("playlist-sync: " + wait);
          output.err().flush();
        });
  }

  /**
   * Shows a run.
   *
   * @param waits takes the line of each long wait where no bar shows it
   */
  SyncDisplay(Output output, Consumer<String> waits) {
    this.output = output;
    this.waits = waits;
  }

  @Override
  public synchronized void progress(UserId user, @Nullable PlaylistId playlist, Progress progress) {
    waiting = null;
    if (playlist == null) {
      run = progress;
    } else {
      reading.put(playlist, progress);
    }
    draw(false);
  }

  @Override
  public synchronized void waiting(UserId user, Instant until, String reason) {
    long millis = Math.max(0, Duration.between(Instant.now(), until).toMillis());
    waiting = "waiting %.1f s: %s".formatted(millis / 1000.0, reason);
    if (!output.showsProgress() && !output.json() && millis >= WORTH_SHOWING.toMillis()) {
      waits.accept(Printable.oneLine(waiting));
    }
    draw(true);
  }

  @Override
  public synchronized void playlistDone(
      UserId user, PlaylistReport report, List<ItemChange> changes) {
    reading.remove(report.id());
    if (!output.json() && report.outcome() != PlaylistOutcome.UNCHANGED) {
      erase();
      ReportText.playlist(report).forEach(output::line);
    }
    draw(false);
  }

  @Override
  public synchronized void playlistGone(UserId user, PlaylistId playlist) {
    show("gone          " + playlist + " left the list; its content is kept");
  }

  @Override
  public synchronized void playlistBack(UserId user, PlaylistId playlist) {
    show("back          " + playlist + " is in the list again");
  }

  @Override
  public synchronized void authorizationEnding(
      UserId user, UserStatus.Authorization authorization) {
    erase();
    output
        .err()
        .println(
            "playlist-sync: the login of %s ends in %,d days; log in again before"
                .formatted(user, authorization.daysLeft()));
    output.err().flush();
  }

  @Override
  public synchronized void ended(SyncReport report) {
    erase();
  }

  /** Removes the bar. */
  @Override
  public synchronized void close() {
    erase();
  }

  private void show(String line) {
    if (!output.json()) {
      erase();
      output.line(line);
    }
  }

  private void draw(boolean now) {
    if (!output.showsProgress() || run.phase() == Progress.Phase.DONE) {
      return;
    }
    if (!now && drawn && System.nanoTime() - drawnAt < REDRAW_NANOS) {
      return;
    }
    int columns = Math.min(output.width(), MOST_COLUMNS) - 1;
    output.err().print("\r" + Printable.fit(status(), columns));
    output.err().flush();
    drawn = true;
    drawnAt = System.nanoTime();
  }

  private void erase() {
    if (drawn) {
      int columns = Math.min(output.width(), MOST_COLUMNS) - 1;
      output.err().print("\r" + " ".repeat(columns) + "\r");
      output.err().flush();
      drawn = false;
    }
  }

  private String status() {
    StringBuilder status = new StringBuilder();
    Long total = run.total();
    if (total == null || total == 0) {
      status.append("reading the list");
    } else {
      int full = (int) (BAR * run.done() / total);
      status
          .append('[')
          .append("#".repeat(full))
          .append("-".repeat(BAR - full))
          .append("] %,d/%,d playlists".formatted(run.done(), total));
    }
    long read = reading.values().stream().mapToLong(Progress::done).sum();
    if (read > 0) {
      status.append(", reading %,d items".formatted(read));
    }
    Duration eta = run.eta();
    if (waiting != null) {
      status.append(", ").append(waiting);
    } else if (eta != null) {
      status.append(", %d:%02d left".formatted(eta.toMinutes(), eta.toSecondsPart()));
    }
    return status.toString();
  }
}
