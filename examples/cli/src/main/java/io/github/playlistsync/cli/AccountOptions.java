package io.github.playlistsync.cli;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.jpa.TokenKeys;
import io.github.playlistsync.spotify.SpotifyAuthorization;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The application that users log in to, and the key of what is stored of their logins. */
final class AccountOptions {
  private static final String CLIENT_VARIABLE = "SPOTIFY_CLIENT_ID";
  private static final String SECRET_VARIABLE = "SPOTIFY_CLIENT_SECRET";
  private static final String KEY_VARIABLE = "PLAYLIST_SYNC_KEY";
  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 6;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = {
        "the application, from Spotify's developer dashboard; without it, the environment variable "
            + CLIENT_VARIABLE
            + ". One with a secret has it in "
            + SECRET_VARIABLE
            + ".",
        "Logins are stored encrypted with the 32 bytes of which "
            + KEY_VARIABLE
            + " is the base64; after a comma there, older keys that still decrypt"
      })
  private @Nullable String clientId;

  @Option(
      names = "--accounts-url",
      paramLabel = "URL",
      description =
          "where users log in, by default https://accounts.spotify.com; plain http only to this"
              + " machine")
  private @Nullable String url;

  /** Whether a stored login can be used: there are an application and a key. */
  boolean areGiven() {
    return given(clientId, CLIENT_VARIABLE) != null && given(null, KEY_VARIABLE) != null;
  }

  /**
   * The application.
   *
   * @throws ParameterException if it is not named, or the address is none
   */
  SpotifyAuthorization authorization(URI redirectUri) {
    String id = given(clientId, CLIENT_VARIABLE);
    if (id == null) {
      throw wrong("there is no application; give --client-id or set " + CLIENT_VARIABLE);
    }
    SpotifyAuthorization.Builder builder = SpotifyAuthorization.builder(id, redirectUri);
    String secret = given(null, SECRET_VARIABLE);
    if (secret != null) {
      builder.clientSecret(secret);
    }
    if (url != null) {
      try {
        builder.accountsUri(URI.create(url));
      } catch (IllegalArgumentException none) {
        throw wrong("--accounts-url is no address; expected https://host, or http to 127.0.0.1");
      }
    }
    return builder.build();
  }

  /**
   * The keys of stored logins.
   *
   * @throws ParameterException if there are none
   * @throws AuthorizationException if one cannot be one
   */
  TokenKeys keys() {
    String given = given(null, KEY_VARIABLE);
    if (given == null) {
      throw wrong("there is no key for logins; set " + KEY_VARIABLE + " (openssl rand -base64 32)");
    }
    String[] texts = given.split(",", -1);
    SecretKey first = key(texts[0]);
    TokenKeys keys = TokenKeys.of(id(first), first);
    for (int i = 1; i < texts.length; i++) {
      SecretKey older = key(texts[i]);
      keys = keys.withOlder(id(older), older);
    }
    return keys;
  }

  /**
   * The keys of stored logins, if there are any.
   *
   * @throws AuthorizationException if one cannot be one
   */
  Optional<TokenKeys> keysIfGiven() {
    return given(null, KEY_VARIABLE) == null ? Optional.empty() : Optional.of(keys());
  }

  private static SecretKey key(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException none) {
      bytes = new byte[0];
    }
    if (bytes.length != KEY_BYTES) {
      throw new AuthorizationException(
          KEY_VARIABLE + " is no key; expected the base64 of 32 bytes (openssl rand -base64 32)");
    }
    return new SecretKeySpec(bytes, "AES");
  }

  /** A name for a key that comes of the key itself, so that a wrong one is told apart. */
  private static String id(SecretKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static @Nullable String given(@Nullable String option, String variable) {
    String text = option == null ? System.getenv(variable) : option;
    return text == null || text.isBlank() ? null : text.strip();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(
        Objects.requireNonNull(command, "command").commandLine(), message);
  }
}
