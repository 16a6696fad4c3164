package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.UserId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Ends a schedule. */
@Command(name = "unschedule", description = "Ends the schedule of a user.")
final class UnscheduleCommand implements Callable<Integer> {
  @Mixin private UserOnly user = new UserOnly();
  @Mixin private RedisOptions redis = new RedisOptions();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private UnusedOptions.OfSpotify unusedSpotify = new UnusedOptions.OfSpotify();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Override
  public Integer call() {
    RedisAddress address = redis.address();
    database.address();
    Output output = outputOptions.output();
    UserId owner = user.user();
    boolean had;
    try (Redis opened = redis.open(false);
        Database store = database.openOrCreate();
        SyncEngine engine = Engines.over(opened.queue(), store.store())) {
      had = address.named(() -> engine.unschedule(owner));
    }
    if (output.json()) {
      output.json(new Answer(owner.value(), had));
    } else {
      output.line(had ? "The schedule has ended." : "There was no schedule.");
    }
    return ExitCode.OK;
  }

  /** What {@code --json} prints. */
  record Answer(String user, boolean hadSchedule) {}
}
