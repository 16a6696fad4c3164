package io.github.playlistsync.cli;

import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spotify.SpotifyWebApi;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows whose token it is. */
@Command(
    name = "whoami",
    description = {
      "Asks Spotify whose token it is; with --user, whether that stored login is still valid and"
          + " when it ends."
    })
final class WhoAmICommand implements Callable<Integer> {
  @Mixin private SpotifyOptions spotify = new SpotifyOptions();
  @Mixin private WebApiOption webApi = new WebApiOption();
  @Mixin private AccountOptions account = new AccountOptions();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      converter = Ids.User.class,
      description = "use the stored login of this Spotify user id, whatever token is given")
  private @Nullable UserId user;

  @Override
  public Integer call() {
    Output output = outputOptions.output();
    webApi.check();
    if (user != null) {
      show(stored(user), output);
      return ExitCode.OK;
    }
    UserId owner = ask(spotify.tokens(), UserId.of("unknown"));
    output.answer(new Answer(owner.value()), owner.value());
    return ExitCode.OK;
  }

  private LoginJson stored(UserId wanted) {
    account.keys();
    try (Database opened = database.open();
        Credentials credentials = Credentials.stored(account, opened)) {
      UserId owner = ask(credentials.tokens(), wanted);
      StoredTokens tokens =
          opened
              .tokens(account.keys())
              .load(wanted)
              .orElseThrow(() -> new CommandFailedException(wanted + " is not logged in"));
      return LoginJson.of(owner, tokens);
    }
  }

  private UserId ask(AccessTokens tokens, UserId someone) {
    try (SpotifyWebApi api = webApi.builder(tokens).build()) {
      return api.currentUser(new PlainCall(someone)).id();
    }
  }

  private static void show(LoginJson login, Output output) {
    if (output.json()) {
      output.json(login);
    } else {
      output.line(login.user() + ", logged in; " + login.lasts());
      output.line("scopes: " + String.join(" ", login.scopes()));
    }
  }

  /** What {@code --json} prints of a token. */
  record Answer(String user) {}
}
