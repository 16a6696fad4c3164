package io.github.playlistsync.spotify;

import io.github.playlistsync.model.UserId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The account that an access token belongs to.
 *
 * @param id the user id
 * @param accountId the id that never changes, which is the key to link accounts by; null where
 *     Spotify does not say
 * @param displayName the name to show; null where Spotify does not say
 * @see <a
 *     href="https://developer.spotify.com/documentation/web-api/reference/get-current-users-profile">Get
 *     Current User's Profile</a>
 */
public record SpotifyAccount(UserId id, @Nullable String accountId, @Nullable String displayName) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if {@code id} is null
   */
  public SpotifyAccount {
    Objects.requireNonNull(id, "id");
  }

  /** Whether {@code user} is this account, by either of its ids. */
  public boolean is(UserId user) {
    return id.equals(user) || user.value().equals(accountId);
  }
}
