package io.github.playlistsync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Holds back a user's jobs. What runs goes on, and jobs are still accepted. */
@Command(
    name = "pause",
    description = "Holds back a user's jobs. What runs goes on, and jobs are still accepted.")
final class PauseCommand implements Callable<Integer> {
  @Mixin private UserOnly user = new UserOnly();
  @Mixin private RedisOptions redis = new RedisOptions();
  @Mixin private UnusedOptions.OfDatabase unusedDatabase = new UnusedOptions.OfDatabase();
  @Mixin private UnusedOptions.OfSpotify unusedSpotify = new UnusedOptions.OfSpotify();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Override
  public Integer call() {
    Output output = outputOptions.output();
    boolean paused =
        redis.ask(
            engine -> {
              engine.pause(user.user());
              return engine.status(user.user()).paused();
            });
    if (output.json()) {
      output.json(new Answer(user.user().value(), paused));
    } else {
      output.line("Paused.");
    }
    return ExitCode.OK;
  }

  /** What {@code --json} prints. */
  record Answer(String user, boolean paused) {}
}
