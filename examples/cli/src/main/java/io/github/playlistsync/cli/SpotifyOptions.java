package io.github.playlistsync.cli;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.spi.spotify.AccessTokens;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The token that opens Spotify. */
final class SpotifyOptions {
  private static final String TOKEN_VARIABLE = "SPOTIFY_ACCESS_TOKEN";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--token",
      paramLabel = "T",
      description = {
        "the access token; without it, the environment variable SPOTIFY_ACCESS_TOKEN, and without"
            + " that the login that is stored.",
        "Prefer the variable: what is on the command line is in the list of processes, which"
            + " every user of this machine may read"
      })
  private @Nullable String token;

  /** Whether there is one. */
  boolean hasToken() {
    String given = given();
    return given != null && !given.isBlank();
  }

  /**
   * The token, for every user.
   *
   * @throws ParameterException if there is none
   * @throws AuthorizationException if it cannot be one
   */
  AccessTokens tokens() {
    String given = given();
    if (given == null || given.isBlank()) {
      throw new ParameterException(
          Objects.requireNonNull(command, "command").commandLine(),
          "there is no access token; set the environment variable "
              + TOKEN_VARIABLE
              + ", or --client-id and PLAYLIST_SYNC_KEY for a stored login");
    }
    try {
      return AccessTokens.fixed(given.strip());
    } catch (IllegalArgumentException none) {
      throw new AuthorizationException(String.valueOf(none.getMessage()));
    }
  }

  private @Nullable String given() {
    return token == null ? System.getenv(TOKEN_VARIABLE) : token;
  }
}
