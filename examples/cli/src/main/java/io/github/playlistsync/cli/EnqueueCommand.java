package io.github.playlistsync.cli;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has something synced by a worker. */
@Command(
    name = "enqueue",
    description = "Has a user's playlists, or one, synced in the background, and prints the job.")
final class EnqueueCommand implements Callable<Integer> {
  @Mixin private UserOnly user = new UserOnly();
  @Mixin private RedisOptions redis = new RedisOptions();
  @Mixin private UnusedOptions.OfDatabase unusedDatabase = new UnusedOptions.OfDatabase();
  @Mixin private UnusedOptions.OfSpotify unusedSpotify = new UnusedOptions.OfSpotify();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = "--playlist",
      paramLabel = "ID",
      converter = Ids.Playlist.class,
      description = "only this playlist: its id, its spotify:playlist: URI or its page's address")
  private @Nullable PlaylistId playlist;

  @Option(
      names = "--priority",
      paramLabel = "P",
      defaultValue = "normal",
      description = "high, normal or low; ${DEFAULT-VALUE} unless given")
  private Priority priority = Priority.NORMAL;

  @Override
  public Integer call() {
    Output output = outputOptions.output();
    JobId job =
        redis.ask(
            engine ->
                playlist == null
                    ? engine.enqueueUserSync(user.user(), priority)
                    : engine.enqueuePlaylistSync(user.user(), playlist, priority));
    if (output.json()) {
      output.json(new Answer(job.value()));
    } else {
      output.line(job.value());
    }
    return ExitCode.OK;
  }

  /** What {@code --json} prints. */
  record Answer(String jobId) {}
}
