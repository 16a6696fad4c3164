package io.github.playlistsync.cli;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.spi.AccessTokens;
import io.github.playlistsync.spi.RequestGate;
import io.github.playlistsync.spotify.SpotifyWebApi;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where Spotify is, and what opens it. */
final class SpotifyOptions {
  private static final String TOKEN_VARIABLE = "SPOTIFY_ACCESS_TOKEN";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--token",
      paramLabel = "T",
      description = {
        "the access token; without it, the environment variable SPOTIFY_ACCESS_TOKEN.",
        "Prefer the variable: what is on the command line is in the list of processes, which"
            + " every user of this machine may read"
      })
  private @Nullable String token;

  @Option(
      names = "--spotify-url",
      paramLabel = "URL",
      description =
          "the address of the Web API, by default https://api.spotify.com/v1; plain http only to"
              + " this machine")
  private @Nullable String url;

  /**
   * The Web API, ready to be called.
   *
   * @throws ParameterException if there is no token, or the address is none
   * @throws AuthorizationException if the token cannot be one
   */
  SpotifyWebApi connect() {
    return builder(tokens()).build();
  }

  /**
   * The same, with a budget of calls that others share.
   *
   * @throws ParameterException if there is no token, or the address is none
   * @throws AuthorizationException if the token cannot be one
   */
  SpotifyWebApi connect(RequestGate gate) {
    return builder(tokens()).gate(gate).build();
  }

  /**
   * What opens Spotify.
   *
   * @throws ParameterException if there is no token
   * @throws AuthorizationException if the token cannot be one
   */
  AccessTokens tokens() {
    String given = token == null ? System.getenv(TOKEN_VARIABLE) : token;
    if (given == null || given.isBlank()) {
      throw wrong("there is no access token; set the environment variable " + TOKEN_VARIABLE);
    }
    try {
      return AccessTokens.fixed(given.strip());
    } catch (IllegalArgumentException none) {
      throw new AuthorizationException(String.valueOf(none.getMessage()));
    }
  }

  private SpotifyWebApi.Builder builder(AccessTokens tokens) {
    SpotifyWebApi.Builder builder = SpotifyWebApi.builder(tokens);
    if (url != null) {
      try {
        builder.baseUri(URI.create(url));
      } catch (IllegalArgumentException none) {
        throw wrong(
            "--spotify-url is no address of a Web API; expected https://host[:port][/path], or"
                + " plain http to 127.0.0.1");
      }
    }
    return builder;
  }

  private ParameterException wrong(String message) {
    CommandSpec spec = Objects.requireNonNull(command, "command");
    return new ParameterException(spec.commandLine(), message);
  }
}
