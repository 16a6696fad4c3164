package io.github.playlistsync.cli;

import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.store.TokenStore;
import io.github.playlistsync.spotify.RefreshingAccessTokens;
import io.github.playlistsync.spotify.SpotifyAuthorization;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a command is authorized: by the given token, or else by the logins in a database. */
final class Credentials implements AutoCloseable {
  /** Only a login redirects a browser. */
  private static final URI NO_REDIRECT = URI.create("http://127.0.0.1/callback");

  private final AccessTokens tokens;
  private final @Nullable SpotifyAuthorization authorization;
  private final @Nullable TokenStore logins;

  private Credentials(
      AccessTokens tokens,
      @Nullable SpotifyAuthorization authorization,
      @Nullable TokenStore logins) {
    this.tokens = tokens;
    this.authorization = authorization;
    this.logins = logins;
  }

  /**
   * Checks the options before anything is opened.
   *
   * @throws WrongUseException if there is neither a token nor what stored logins need
   * @throws io.github.playlistsync.error.AuthorizationException if a token or a key is malformed
   */
  static void check(SpotifyOptions spotify, AccountOptions account) {
    if (!spotify.hasToken() && account.areGiven()) {
      account.keys();
      account.authorization(NO_REDIRECT).close();
    } else {
      spotify.tokens();
    }
  }

  /** The given token, or else the stored logins. */
  static Credentials of(SpotifyOptions spotify, AccountOptions account, Database database) {
    return spotify.hasToken() || !account.areGiven()
        ? new Credentials(spotify.tokens(), null, null)
        : stored(account, database);
  }

  /** The stored logins. */
  static Credentials stored(AccountOptions account, Database database) {
    SpotifyAuthorization authorization = account.authorization(NO_REDIRECT);
    TokenStore logins = database.tokens(account.keys());
    return new Credentials(
        RefreshingAccessTokens.create(authorization, logins), authorization, logins);
  }

  AccessTokens tokens() {
    return tokens;
  }

  /** The stored logins, if they are in use. */
  Optional<TokenStore> logins() {
    return Optional.ofNullable(logins);
  }

  @Override
  public void close() {
    if (authorization != null) {
      authorization.close();
    }
  }
}
