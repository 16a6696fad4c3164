package io.github.playlistsync.cli;

import io.github.playlistsync.PlaylistHistory;
import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the revisions of a playlist. */
@Command(name = "history", description = "Lists the kept revisions of a playlist, newest first.")
final class HistoryCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  @Mixin private PlaylistParameter playlist = new PlaylistParameter();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "the most revisions to list; all unless given")
  private int limit = Integer.MAX_VALUE;

  @Override
  public Integer call() {
    WrongUseException.checkAtLeast(1, "--limit", limit);
    Output output = outputOptions.output();
    List<RevisionJson> revisions;
    try (Database opened = database.open();
        SyncEngine engine = Engines.over(opened.store())) {
      playlist.stored(engine);
      revisions = revisions(engine.history()).stream().map(RevisionJson::of).toList();
    }
    if (output.json()) {
      output.json(new Answer(playlist.id().value(), revisions));
    } else if (revisions.isEmpty()) {
      output.line("Its content has never been read.");
    } else {
      output.table(table(revisions));
    }
    return ExitCode.OK;
  }

  private List<Revision> revisions(PlaylistHistory history) {
    List<Revision> revisions = new ArrayList<>();
    long before = Long.MAX_VALUE;
    while (revisions.size() < limit) {
      int size = Math.min(PAGE, limit - revisions.size());
      List<Revision> page = history.revisions(playlist.id(), before, size);
      revisions.addAll(page);
      if (page.size() < size) {
        break;
      }
      before = page.get(size - 1).number();
    }
    return revisions;
  }

  private static TextTable table(List<RevisionJson> revisions) {
    TextTable table =
        new TextTable("WHEN", "REV", "BY", "ADDED", "REMOVED", "MOVED", "TRACKS", "OTHER")
            .numbers(1, 3, 4, 5, 6, 7);
    for (RevisionJson row : revisions) {
      table.add(
          row.at(),
          row.revision(),
          row.origin(),
          Printable.number(row.added()),
          Printable.number(row.removed()),
          Printable.number(row.moved()),
          Printable.number(row.trackCount()),
          row.placeholders() == 0 ? "" : Printable.number(row.placeholders()));
    }
    return table;
  }

  /** What {@code --json} prints. */
  record Answer(String playlist, List<RevisionJson> revisions) {}
}
