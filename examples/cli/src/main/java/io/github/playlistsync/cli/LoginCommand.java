package io.github.playlistsync.cli;

import io.github.playlistsync.jpa.TokenKeys;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spotify.AuthorizationRequest;
import io.github.playlistsync.spotify.SpotifyAuthorization;
import io.github.playlistsync.spotify.SpotifyWebApi;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a user authorize the application. */
@Command(
    name = "login",
    description = {
      "Lets a user authorize the application in a browser, and stores the login encrypted.",
      "Register the redirect address http://127.0.0.1/callback for the application, with or"
          + " without the port."
    })
final class LoginCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int MAX_PORT = 65_535;

  @Mixin private AccountOptions account = new AccountOptions();
  @Mixin private WebApiOption webApi = new WebApiOption();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = "--redirect-port",
      paramLabel = "P",
      defaultValue = "8888",
      description =
          "the port of 127.0.0.1 that Spotify redirects the browser to, 0 for any;"
              + " ${DEFAULT-VALUE} unless given")
  private int port = 8_888;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      converter = Ids.User.class,
      description = "store the login only if it is of this Spotify user id")
  private @Nullable UserId expected;

  @Override
  public Integer call() {
    if (port < 0 || port > MAX_PORT) {
      throw new WrongUseException("--redirect-port is 0 to " + MAX_PORT);
    }
    TokenKeys keys = account.keys();
    webApi.check();
    database.address();
    Output output = outputOptions.output();
    LoginJson login;
    try (LoopbackServer server = LoopbackServer.start(port);
        SpotifyAuthorization authorization = account.authorization(server.redirectUri());
        Database opened = database.openOrCreate()) {
      AuthorizationRequest begun = authorization.begin();
      invite(begun, output);
      StoredTokens tokens = authorization.complete(begun, server.await(LIMIT));
      UserId user = whoAuthorized(tokens);
      opened.tokens(keys).save(user, tokens);
      opened.store().saveSuspension(user, null);
      login = LoginJson.of(user, tokens);
    }
    if (output.json()) {
      output.json(login);
    } else {
      output.line("Logged in as " + login.user() + "; " + login.lasts());
      output.line("Now run, with the same options: " + syncCommand(login.user()));
    }
    return ExitCode.OK;
  }

  private static void invite(AuthorizationRequest begun, Output output) {
    PrintWriter to = output.json() ? output.err() : output.out();
    to.println("Open this address in a browser within " + LIMIT.toMinutes() + " minutes:");
    to.println(begun.address());
    to.flush();
  }

  /** The command that syncs a user, for a shell. */
  private static String syncCommand(String user) {
    String program =
        PlaylistSyncCommand.jar()
            .map(jar -> "java -jar " + quoted("" + jar))
            .orElse("playlist-sync");
    return program + " sync --user " + quoted(Printable.oneLine(user));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private UserId whoAuthorized(StoredTokens tokens) {
    UserId user;
    try (SpotifyWebApi api = webApi.builder(AccessTokens.fixed(tokens.accessToken())).build()) {
      user = api.currentUser(new PlainCall(UserId.of("unknown"))).id();
    }
    if (expected != null && !expected.equals(user)) {
      throw new CommandFailedException(
          user + " logged in, not " + expected + "; nothing was stored");
    }
    return user;
  }
}
