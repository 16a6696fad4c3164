package io.github.playlistsync.cli;

import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spotify.SpotifyWebApi;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The address of the Web API. */
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
   * @throws WrongUseException if it is invalid
   */
  void check() {
    SpotifyWebApi.Builder unused = builder(AccessTokens.fixed("none"));
  }

  /**
   * A builder of the Web API at that address.
   *
   * @throws WrongUseException if the address is invalid
   */
  SpotifyWebApi.Builder builder(AccessTokens tokens) {
    SpotifyWebApi.Builder builder =
        SpotifyWebApi.builder(tokens).settings(PlaylistSyncCommand.pauses(command).calls());
    if (url != null) {
      try {
        builder.baseUri(URI.create(url));
      } catch (IllegalArgumentException invalid) {
        throw new WrongUseException(
            "--spotify-url is not a valid address; expected https://host[:port][/path], or"
                + " plain http to 127.0.0.1");
      }
    }
    return builder;
  }
}
