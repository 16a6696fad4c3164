package io.github.playlistsync.cli;

import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spotify.SpotifyWebApi;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the Web API is. */
final class WebApiOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--spotify-url",
      paramLabel = "URL",
      description =
          "the address of the Web API, by default https://api.spotify.com/v1; plain http only to"
              + " this machine")
  private @Nullable String url;

  /**
   * Checks the address before anything is opened.
   *
   * @throws ParameterException if it is none
   */
  void check() {
    SpotifyWebApi.Builder unused = builder(AccessTokens.fixed("none"));
  }

  /**
   * The Web API, to be set up further.
   *
   * @throws ParameterException if the address is none
   */
  SpotifyWebApi.Builder builder(AccessTokens tokens) {
    SpotifyWebApi.Builder builder = SpotifyWebApi.builder(tokens);
    if (url != null) {
      try {
        builder.baseUri(URI.create(url));
      } catch (IllegalArgumentException none) {
        throw new ParameterException(
            Objects.requireNonNull(command, "command").commandLine(),
            "--spotify-url is no address of a Web API; expected https://host[:port][/path], or"
                + " plain http to 127.0.0.1");
      }
    }
    return builder;
  }
}
