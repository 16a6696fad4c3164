package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.Track;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the changes between two revisions. */
@Command(
    name = "diff",
    description = "Shows what was added, removed and moved between two revisions.")
final class DiffCommand implements Callable<Integer> {
  @Mixin private PlaylistParameter playlist = new PlaylistParameter();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Parameters(
      index = "1",
      paramLabel = "A",
      converter = Moment.Converter.class,
      description = "from this revision, or the one at this time")
  private @Nullable Moment from;

  @Parameters(
      index = "2",
      paramLabel = "B",
      converter = Moment.Converter.class,
      description = "to this one, which may be older")
  private @Nullable Moment to;

  @Override
  public Integer call() {
    Output output = outputOptions.output();
    Answer answer;
    try (Database opened = database.open();
        SyncEngine engine = Engines.over(opened.store())) {
      playlist.stored(engine);
      Revision first = Objects.requireNonNull(from, "from").in(engine.history(), playlist.id());
      Revision second = Objects.requireNonNull(to, "to").in(engine.history(), playlist.id());
      List<ItemChange> changes =
          engine.history().difference(playlist.id(), first.number(), second.number());
      answer =
          new Answer(
              playlist.id().value(),
              first.number(),
              second.number(),
              count(changes, ItemChange.Kind.ADDED),
              count(changes, ItemChange.Kind.REMOVED),
              count(changes, ItemChange.Kind.MOVED),
              changes.stream().map(Change::of).toList());
    }
    if (output.json()) {
      output.json(answer);
    } else {
      print(answer, output);
    }
    return ExitCode.OK;
  }

  private static long count(List<ItemChange> changes, ItemChange.Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).count();
  }

  private static void print(Answer answer, Output output) {
    output.line(
        "From revision %d to %d: %,d added, %,d removed, %,d moved"
            .formatted(answer.from, answer.to, answer.added, answer.removed, answer.moved));
    if (!answer.changes.isEmpty()) {
      TextTable table =
          new TextTable("TITLE", "WHAT", "FROM", "TO", "ARTISTS", "URI").numbers(2, 3);
      for (Change change : answer.changes) {
        table.add(
            Objects.requireNonNullElse(change.title, "(title not kept)"),
            change.kind,
            change.from == null ? "" : change.from,
            change.to == null ? "" : change.to,
            change.artists == null ? "" : String.join(", ", change.artists),
            Objects.requireNonNullElse(change.uri, ""));
      }
      output.table(table);
    }
  }

  /** What {@code --json} prints. */
  record Answer(
      String playlist,
      long from,
      long to,
      long added,
      long removed,
      long moved,
      List<Change> changes) {}

  /** What happened to one item. */
  record Change(
      String kind,
      @Nullable Integer from,
      @Nullable Integer to,
      @Nullable String uri,
      @Nullable String title,
      @Nullable List<String> artists,
      @Nullable String addedAt,
      @Nullable String addedBy) {

    static Change of(ItemChange change) {
      Track track = change.track();
      return new Change(
          change.kind().name(),
          change.from(),
          change.to(),
          change.uri() == null ? null : change.uri().value(),
          track == null ? null : track.title(),
          track == null ? null : track.artists(),
          change.addedAt() == null ? null : change.addedAt().toString(),
          change.addedBy());
    }
  }
}
