package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.model.UserId;
import java.util.Objects;

/**
 * Gives the access token of a user. The host implements it where it keeps tokens itself.
 *
 * <p>Both methods are called from several threads at once, and may call Spotify's token endpoint.
 */
public interface AccessTokens {

  /**
   * A token that is believed to be valid.
   *
   * @return the bare token, without {@code Bearer}
   * @throws AuthorizationException if the user must authorize the application (again)
   * @throws SpotifyUnavailableException if the token endpoint cannot be reached or fails
   */
  String accessToken(UserId user);

  /**
   * A token after Spotify refused one (401). Several threads may report the same token; it shall be
   * refreshed once.
   *
   * @param refused the token that was refused
   * @return a token other than {@code refused}
   * @throws AuthorizationException if there is no other: the user must authorize again
   * @throws SpotifyUnavailableException if the token endpoint cannot be reached or fails
   */
  String refresh(UserId user, String refused);

  /**
   * One fixed token for every user, which cannot be refreshed: for a command line or a test.
   *
   * @throws NullPointerException if {@code token} is null
   * @throws IllegalArgumentException if {@code token} is empty or holds a character that no token
   *     has; the message does not repeat it
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
