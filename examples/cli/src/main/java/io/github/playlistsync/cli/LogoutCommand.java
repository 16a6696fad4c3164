package io.github.playlistsync.cli;

import io.github.playlistsync.jpa.TokenKeys;
import java.util.concurrent.Callable;
import javax.crypto.spec.SecretKeySpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Forgets a login. */
@Command(
    name = "logout",
    description = {
      "Deletes the stored login of a user.",
      "Spotify goes on listing the application under https://www.spotify.com/account/apps/, where"
          + " the user can remove it."
    })
final class LogoutCommand implements Callable<Integer> {
  @Mixin private UserOnly user = new UserOnly();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Override
  public Integer call() {
    Output output = outputOptions.output();
    // Who has lost the key must be able to log out too, and deleting reads nothing.
    TokenKeys none = TokenKeys.of("none", new SecretKeySpec(new byte[32], "AES"));
    try (Database opened = database.open()) {
      opened.tokens(none).delete(user.user());
    }
    if (output.json()) {
      output.json(new Answer(user.user().value(), true));
    } else {
      output.line("Logged out.");
    }
    return ExitCode.OK;
  }

  /** What {@code --json} prints. */
  record Answer(String user, boolean loggedOut) {}
}
