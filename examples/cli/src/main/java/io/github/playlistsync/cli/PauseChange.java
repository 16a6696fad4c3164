package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.UserId;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;

/** A command that begins or ends a pause of a user's jobs. */
abstract class PauseChange extends QueueCommand {
  private final BiConsumer<SyncEngine, UserId> change;
  private final String done;

  @Mixin private UserOption user = new UserOption();

  PauseChange(BiConsumer<SyncEngine, UserId> change, String done) {
    this.change = change;
    this.done = done;
  }

  @Override
  final void run(Output output) {
    UserId owner = user.user();
    boolean paused =
        ask(
            engine -> {
              change.accept(engine, owner);
              return engine.status(owner).paused();
            });
    output.answer(new Answer(owner.value(), paused), done);
  }

  /** What {@code --json} prints. */
  record Answer(String user, boolean paused) {}
}
