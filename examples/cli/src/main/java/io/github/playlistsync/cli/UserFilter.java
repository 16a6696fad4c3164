package io.github.playlistsync.cli;

import io.github.playlistsync.model.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The user whose playlists a command lists. */
final class UserFilter {
  @Option(
      names = "--user",
      paramLabel = "NAME",
      converter = Ids.User.class,
      description = "only the library of this Spotify user id")
  private @Nullable UserId user;

  Optional<UserId> user() {
    return Optional.ofNullable(user);
  }
}
