package io.github.playlistsync.cli;

import io.github.playlistsync.jpa.TokenKeys;
import java.util.concurrent.Callable;
import javax.crypto.spec.SecretKeySpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Deletes a login. */
@Command(
    name = "logout",
    description = {
      "Deletes the stored login of a user.",
      "Spotify keeps listing the application at https://www.spotify.com/account/apps/, where the"
          + " user can remove it."
    })
final class LogoutCommand implements Callable<Integer> {
  @Mixin private UserOption user = new UserOption();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Override
  public Integer call() {
    Output output = outputOptions.output();
    // A user who lost the key must be able to log out too, and a delete decrypts nothing.
    TokenKeys none = TokenKeys.of("none", new SecretKeySpec(new byte[32], "AES"));
    try (Database opened = database.open()) {
      opened.tokens(none).delete(user.user());
    }
    output.answer(new Answer(user.user().value(), true), "Logged out.");
    return ExitCode.OK;
  }

  /** What {@code --json} prints. */
  record Answer(String user, boolean loggedOut) {}
}
