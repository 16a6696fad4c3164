package io.github.playlistsync.cli;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.spi.spotify.AccessTokens;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The access token. */
final class SpotifyOptions {
  private static final String TOKEN_VARIABLE = "SPOTIFY_ACCESS_TOKEN";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--token",
      paramLabel = "T",
      description = {
        "the access token of the user; without it, the environment variable SPOTIFY_ACCESS_TOKEN, or"
            + " else the stored login.",
        "Prefer the variable: every user of this machine can read command lines in the process"
            + " list"
      })
  private @Nullable String token;

  /** Whether a token is given. */
  boolean hasToken() {
    String given = given();
    return given != null && !given.isBlank();
  }

  /**
   * The token, whatever the user.
   *
   * @throws WrongUseException if none is given
   * @throws AuthorizationException if it is malformed
   */
  AccessTokens tokens() {
    String given = given();
    if (given == null || given.isBlank()) {
      throw new WrongUseException(
          "no access token is given; set the environment variable "
              + TOKEN_VARIABLE
              + ", or --client-id and PLAYLIST_SYNC_KEY for a stored login");
    }
    try {
      return AccessTokens.fixed(given.strip());
    } catch (IllegalArgumentException invalid) {
      throw new AuthorizationException(String.valueOf(invalid.getMessage()));
    }
  }

  private @Nullable String given() {
    return token == null ? PlaylistSyncCommand.environment(command).get(TOKEN_VARIABLE) : token;
  }
}
