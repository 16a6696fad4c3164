package io.github.playlistsync.cli;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends a schedule. */
@Command(
    name = "unschedule",
    description = "Ends the schedule of a user's library, or of one playlist.")
final class UnscheduleCommand implements Callable<Integer> {
  @Mixin private UserOption user = new UserOption();
  @Mixin private RedisOptions redis = new RedisOptions();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private UnusedOptions.OfSpotify unusedSpotify = new UnusedOptions.OfSpotify();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = "--playlist",
      paramLabel = "ID",
      converter = Ids.Playlist.class,
      description = "only this playlist: its id, its spotify:playlist: URI or its link")
  private @Nullable PlaylistId playlist;

  @Override
  public Integer call() {
    redis.address();
    database.address();
    Output output = outputOptions.output();
    UserId owner = user.user();
    PlaylistId only = playlist;
    boolean had =
        redis.ask(
            database::openOrCreate,
            Optional.empty(),
            engine -> only == null ? engine.unschedule(owner) : engine.unschedule(owner, only));
    output.answer(
        new Answer(owner.value(), had), had ? "The schedule has ended." : "There was no schedule.");
    return ExitCode.OK;
  }

  /** What {@code --json} prints. */
  record Answer(String user, boolean hadSchedule) {}
}
