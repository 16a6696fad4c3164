package io.github.playlistsync.cli;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.jpa.TokenKeys;
import io.github.playlistsync.spotify.SpotifyAuthorization;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The application that users log in to, and the key that encrypts their stored logins. */
final class AccountOptions {
  private static final String CLIENT_VARIABLE = "SPOTIFY_CLIENT_ID";
  private static final String SECRET_VARIABLE = "SPOTIFY_CLIENT_SECRET";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = {
        "the application, from Spotify's developer dashboard; without it, the environment variable "
            + CLIENT_VARIABLE
            + ". Its secret, if it has one, is in "
            + SECRET_VARIABLE
            + ".",
        "Logins are stored encrypted with the key in "
            + LoginKeys.VARIABLE
            + " (32 bytes as base64); older keys that still decrypt may follow after commas"
      })
  private @Nullable String clientId;

  @Option(
      names = "--accounts-url",
      paramLabel = "URL",
      description =
          "where users log in, by default https://accounts.spotify.com; plain http only to this"
              + " machine")
  private @Nullable String url;

  /** Whether stored logins can be used, which takes an application and a key. */
  boolean areGiven() {
    return given(clientId, CLIENT_VARIABLE) != null && given(null, LoginKeys.VARIABLE) != null;
  }

  /**
   * The application.
   *
   * @throws WrongUseException if it is not named or its address is invalid
   */
  SpotifyAuthorization authorization(URI redirectUri) {
    String id = given(clientId, CLIENT_VARIABLE);
    if (id == null) {
      throw new WrongUseException(
          "no application is given; use --client-id or set " + CLIENT_VARIABLE);
    }
    Pauses pauses = PlaylistSyncCommand.pauses(command);
    SpotifyAuthorization.Builder builder =
        SpotifyAuthorization.builder(id, redirectUri)
            .settings(pauses.calls())
            .refusalPause(pauses.refusal());
    String secret = given(null, SECRET_VARIABLE);
    if (secret != null) {
      builder.clientSecret(secret);
    }
    if (url != null) {
      try {
        builder.accountsUri(URI.create(url));
      } catch (IllegalArgumentException invalid) {
        throw new WrongUseException(
            "--accounts-url is not a valid address; expected https://host, or http to 127.0.0.1");
      }
    }
    return builder.build();
  }

  /**
   * The keys of stored logins.
   *
   * @throws WrongUseException if none are set
   * @throws AuthorizationException if one cannot be used
   */
  TokenKeys keys() {
    return LoginKeys.in(environment())
        .orElseThrow(
            () ->
                new WrongUseException(
                    "no key for logins is given; set "
                        + LoginKeys.VARIABLE
                        + " (openssl rand -base64 32)"));
  }

  private @Nullable String given(@Nullable String option, String variable) {
    String text = option == null ? environment().get(variable) : option;
    return text == null || text.isBlank() ? null : text.strip();
  }

  private Map<String, String> environment() {
    return PlaylistSyncCommand.environment(command);
  }
}
