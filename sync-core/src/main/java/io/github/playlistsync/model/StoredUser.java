package io.github.playlistsync.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored facts about a user, apart from their library and schedules.
 *
 * @param user the user
 * @param suspension why their syncs fail until somebody acts; null if they do not
 * @param hiddenPlaylists how many entries of their list name no playlist, or one that is named
 *     twice, when the list was last known to hide no stored playlist
 */
public record StoredUser(UserId user, @Nullable Suspension suspension, int hiddenPlaylists) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if {@code user} is null
   * @throws IllegalArgumentException if {@code hiddenPlaylists} is negative
   */
  public StoredUser {
    Objects.requireNonNull(user, "user");
    if (hiddenPlaylists < 0) {
      throw new IllegalArgumentException(
          "hiddenPlaylists is " + hiddenPlaylists + "; expected 0 or more");
    }
  }

  /** Returns a user without any facts. */
  public static StoredUser unknown(UserId user) {
    return new StoredUser(user, null, 0);
  }

  /** Returns this user with another suspension. */
  public StoredUser withSuspension(@Nullable Suspension other) {
    return new StoredUser(user, other, hiddenPlaylists);
  }

  /** Returns this user with another number of hidden playlists. */
  public StoredUser withHiddenPlaylists(int other) {
    return new StoredUser(user, suspension, other);
  }
}
