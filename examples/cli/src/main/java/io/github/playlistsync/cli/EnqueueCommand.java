package io.github.playlistsync.cli;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a worker sync a library or a playlist. */
@Command(
    name = "enqueue",
    description = "Syncs a user's playlists, or one, in the background, and prints the job.")
final class EnqueueCommand extends QueueCommand {
  @Mixin private UserOption user = new UserOption();

  @Option(
      names = "--playlist",
      paramLabel = "ID",
      converter = Ids.Playlist.class,
      description = "only this playlist: its id, its spotify:playlist: URI or its link")
  private @Nullable PlaylistId playlist;

  @Option(
      names = "--priority",
      paramLabel = "P",
      defaultValue = "normal",
      description = "high, normal or low; ${DEFAULT-VALUE} unless given")
  private Priority priority = Priority.NORMAL;

  @Override
  void run(Output output) {
    JobId job =
        ask(
            engine ->
                playlist == null
                    ? engine.enqueueUserSync(user.user(), priority)
                    : engine.enqueuePlaylistSync(user.user(), playlist, priority));
    output.answer(new Answer(job.value()), job.value());
  }

  /** What {@code --json} prints. */
  record Answer(String jobId) {}
}
