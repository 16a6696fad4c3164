package io.github.playlistsync.cli;

import io.github.playlistsync.model.UserId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Ends a schedule. */
@Command(name = "unschedule", description = "Ends the schedule of a user.")
final class UnscheduleCommand implements Callable<Integer> {
  @Mixin private UserOption user = new UserOption();
  @Mixin private RedisOptions redis = new RedisOptions();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private UnusedOptions.OfSpotify unusedSpotify = new UnusedOptions.OfSpotify();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Override
  public Integer call() {
    redis.address();
    database.address();
    Output output = outputOptions.output();
    UserId owner = user.user();
    boolean had =
        redis.ask(database::openOrCreate, Optional.empty(), engine -> engine.unschedule(owner));
    output.answer(
        new Answer(owner.value(), had), had ? "The schedule has ended." : "There was no schedule.");
    return ExitCode.OK;
  }

  /** What {@code --json} prints. */
  record Answer(String user, boolean hadSchedule) {}
}
