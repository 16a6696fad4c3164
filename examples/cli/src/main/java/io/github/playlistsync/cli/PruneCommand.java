package io.github.playlistsync.cli;

import io.github.playlistsync.PlaylistHistory;
import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.settings.HistoryPolicy;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes old history. */
@Command(
    name = "prune",
    description =
        "Deletes the history of all playlists beyond an age and a number of revisions, but never"
            + " their current content. With --gone, also deletes playlists that are in nobody's list.")
final class PruneCommand implements Callable<Integer> {
  private static final int PLAYLISTS = 500;
  private static final int ROWS = 10_000;

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = "--age",
      paramLabel = "SPAN",
      converter = Spans.class,
      description = "how far back the content is kept, for example 90d; 365d unless given")
  private Duration age = HistoryPolicy.defaults().age();

  @Option(
      names = "--revisions",
      paramLabel = "N",
      description = "how many revisions of a playlist are kept, 1 to 1000; 1000 unless given")
  private int revisions = HistoryPolicy.defaults().revisions();

  @Option(
      names = "--gone",
      paramLabel = "SPAN",
      converter = Spans.class,
      description =
          "also delete playlists that left every list longer ago than this, for example 30d; without"
              + " it they stay")
  private @Nullable Duration gone;

  @Option(
      names = "--max-rows",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "the most rows to delete in this run; ${DEFAULT-VALUE} unless given")
  private long maxRows = 1_000_000;

  @Override
  public Integer call() {
    HistoryPolicy policy = policy();
    Output output = outputOptions.output();
    Answer answer;
    try (Database opened = database.open();
        SyncEngine engine = Engines.over(opened.store())) {
      long purged = gone == null ? 0 : purge(engine, gone);
      answer = prune(opened.store(), engine.history(), policy).withPurged(purged);
    }
    if (output.json()) {
      output.json(answer);
    } else {
      output.line(
          "deleted %,d rows of history; looked at %,d playlists%s"
              .formatted(
                  answer.rowsDeleted,
                  answer.playlists,
                  answer.complete ? "" : "; run it again to delete the rest"));
      if (gone != null) {
        output.line(
            "deleted %,d playlists that are in nobody's list".formatted(answer.playlistsPurged));
      }
    }
    return ExitCode.OK;
  }

  private HistoryPolicy policy() {
    WrongUseException.checkAtLeast(1, "--max-rows", maxRows);
    if (gone != null && gone.isZero()) {
      throw new WrongUseException("--gone is more than 0");
    }
    try {
      return new HistoryPolicy(age, revisions);
    } catch (IllegalArgumentException wrong) {
      throw new WrongUseException("--" + wrong.getMessage());
    }
  }

  private Answer prune(PlaylistStore store, PlaylistHistory history, HistoryPolicy policy) {
    long deleted = 0;
    long playlists = 0;
    List<PlaylistId> page = store.ids(null, PLAYLISTS);
    while (!page.isEmpty()) {
      for (PlaylistId id : page) {
        if (deleted >= maxRows) {
          return new Answer(playlists, deleted, 0, false);
        }
        playlists++;
        int limit;
        int rows;
        do {
          limit = (int) Math.min(ROWS, maxRows - deleted);
          rows = history.prune(id, policy, limit);
          deleted += rows;
        } while (rows >= limit && deleted < maxRows);
      }
      page = store.ids(page.get(page.size() - 1), PLAYLISTS);
    }
    return new Answer(playlists, deleted, 0, deleted < maxRows);
  }

  private static long purge(SyncEngine engine, Duration age) {
    long purged = 0;
    int page;
    do {
      page = engine.purgeGone(age, PLAYLISTS).size();
      purged += page;
    } while (page == PLAYLISTS);
    return purged;
  }

  /** What {@code --json} prints. */
  record Answer(long playlists, long rowsDeleted, long playlistsPurged, boolean complete) {
    Answer withPurged(long number) {
      return new Answer(playlists, rowsDeleted, number, complete);
    }
  }
}
