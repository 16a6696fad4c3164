package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.Revision;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Restores an earlier content of a playlist. */
@Command(
    name = "restore",
    description = {
      "Stores the content of an earlier revision again, as a new revision.",
      "Spotify is not changed: the next change there replaces what was restored, and so does"
          + " sync --reread."
    })
final class RestoreCommand implements Callable<Integer> {
  @Mixin private PlaylistParameter playlist = new PlaylistParameter();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Parameters(
      index = "1",
      paramLabel = "REVISION",
      converter = Moment.Converter.class,
      description = "its number, or a time at which it was current")
  private @Nullable Moment wanted;

  @Override
  public Integer call() {
    Output output = outputOptions.output();
    Answer answer;
    try (Database opened = database.open();
        SyncEngine engine = Engines.over(opened.store())) {
      long before = playlist.stored(engine).revision();
      Revision revision =
          Objects.requireNonNull(wanted, "wanted").in(engine.history(), playlist.id());
      Revision restored = engine.history().restore(playlist.id(), revision.number());
      answer =
          new Answer(
              playlist.id().value(),
              revision.number(),
              restored.number() > before,
              RevisionJson.of(restored));
    }
    output.answer(
        answer,
        answer.changed
            ? "Revision %d is the content again, as revision %d: %,d added, %,d removed, %,d moved"
                .formatted(
                    answer.restored,
                    answer.revision.revision(),
                    answer.revision.added(),
                    answer.revision.removed(),
                    answer.revision.moved())
            : "The content already is that of revision %d.".formatted(answer.restored));
    return ExitCode.OK;
  }

  /** What {@code --json} prints. */
  record Answer(String playlist, long restored, boolean changed, RevisionJson revision) {}
}
