package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.StoredPlaylist;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The playlist that a command is about. */
final class PlaylistParameter {
  @Parameters(
      index = "0",
      paramLabel = "PLAYLIST",
      converter = Ids.Playlist.class,
      description = "its id, its spotify:playlist: URI or its link")
  private @Nullable PlaylistId playlist;

  PlaylistId id() {
    return Objects.requireNonNull(playlist, "playlist");
  }

  /**
   * The stored playlist.
   *
   * @throws CommandFailedException if it is not stored
   */
  StoredPlaylist stored(SyncEngine engine) {
    return engine
        .playlist(id())
        .orElseThrow(() -> new CommandFailedException("playlist " + id() + " is not stored"));
  }
}
