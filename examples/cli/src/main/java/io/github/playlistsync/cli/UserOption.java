package io.github.playlistsync.cli;

import io.github.playlistsync.model.UserId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On whose behalf a command runs. */
final class UserOption {
  @Option(
      names = "--user",
      paramLabel = "NAME",
      required = true,
      converter = Ids.User.class,
      description = "the Spotify user id whose library it is; the token must be theirs")
  private @Nullable UserId user;

  UserId user() {
    return Objects.requireNonNull(user, "user");
  }
}
