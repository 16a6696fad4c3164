package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.model.UserId;
import java.util.Objects;

/**
 * Provides the access tokens of users. A host that keeps tokens itself implements it.
 *
 * <p>Several threads call both methods at once. Both may call Spotify's token endpoint.
 */
public interface AccessTokens {

  /**
   * Returns a token that is believed to be valid.
   *
   * @return the bare token, without {@code Bearer}
   * @throws AuthorizationException if the user must authorize the application (again)
   * @throws SpotifyUnavailableException if the token endpoint cannot be reached or fails
   */
  String accessToken(UserId user);

  /**
   * Replaces a token that Spotify refused (401). Several threads may report the same token; refresh
   * it once.
   *
   * @param refused the token that was refused
   * @return a token other than {@code refused}
   * @throws AuthorizationException if there is none: the user must authorize the application again
   * @throws SpotifyUnavailableException if the token endpoint cannot be reached or fails
   */
  String refresh(UserId user, String refused);

  /**
   * The same as {@link #accessToken(UserId)} for {@link CallContext#user()}. Whoever waits for a
   * token overrides it and gives up when the call is canceled.
   *
   * @throws io.github.playlistsync.error.SyncInterruptedException if the call was canceled
   */
  default String accessToken(CallContext call) {
    return accessToken(call.user());
  }

  /**
   * The same as {@link #refresh(UserId, String)} for {@link CallContext#user()}. Whoever waits for
   * a token overrides it and gives up when the call is canceled.
   *
   * @throws io.github.playlistsync.error.SyncInterruptedException if the call was canceled
   */
  default String refresh(CallContext call, String refused) {
    return refresh(call.user(), refused);
  }

  /**
   * Returns one fixed token for every user, which cannot be refreshed: for a command line or a
   * test.
   *
   * @throws NullPointerException if {@code token} is null
   * @throws IllegalArgumentException if {@code token} is empty or holds a character that no token
   *     has; the message does not repeat the token
   */
  static AccessTokens fixed(String token) {
    Objects.requireNonNull(token, "token");
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "the access token is empty or holds white space or characters other than ASCII");
    }
    return new AccessTokens() {
      @Override
      public String accessToken(UserId user) {
        return token;
      }

      @Override
      public String refresh(UserId user, String refused) {
        throw new AuthorizationException(
            "Spotify refused the access token of user "
                + user
                + "; a fixed token is not refreshed");
      }

      @Override
      public String toString() {
        return "AccessTokens.fixed(***)";
      }
    };
  }
}
