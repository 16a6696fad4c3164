package io.github.playlistsync.cli;

import io.github.playlistsync.model.UserId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The user that a command is about. */
final class UserOption {
  @Option(
      names = "--user",
      paramLabel = "NAME",
      required = true,
      converter = Ids.User.class,
      description = "the Spotify user id whose library it is")
  private @Nullable UserId user;

  UserId user() {
    return Objects.requireNonNull(user, "user");
  }
}
