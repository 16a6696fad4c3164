package io.github.playlistsync.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored facts about a user, apart from their library.
 *
 * @param user the user
 * @param schedule how often their library is synced; null for no schedule
 * @param suspension why their syncs fail until somebody acts; null if they do not
 * @param hiddenPlaylists how many entries of their list name no playlist, or one that is named
 *     twice, when the list was last known to hide no stored playlist
 */
public record StoredUser(
    UserId user,
    @Nullable SyncSchedule schedule,
    @Nullable Suspension suspension,
    int hiddenPlaylists) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if {@code user} is null
   * @throws IllegalArgumentException if the schedule is another user's, or {@code hiddenPlaylists}
   *     is negative
   */
  public StoredUser {
    Objects.requireNonNull(user, "user");
    if (schedule != null && !schedule.user().equals(user)) {
      throw new IllegalArgumentException("schedule of " + schedule.user() + " for " + user);
    }
    if (hiddenPlaylists < 0) {
      throw new IllegalArgumentException(
          "hiddenPlaylists is " + hiddenPlaylists + "; expected 0 or more");
    }
  }

  /** Returns a user without any facts. */
  public static StoredUser unknown(UserId user) {
    return new StoredUser(user, null, null, 0);
  }

  /** Returns this user with another schedule. */
  public StoredUser withSchedule(@Nullable SyncSchedule other) {
    return new StoredUser(user, other, suspension, hiddenPlaylists);
  }

  /** Returns this user with another suspension. */
  public StoredUser withSuspension(@Nullable Suspension other) {
    return new StoredUser(user, schedule, other, hiddenPlaylists);
  }

  /** Returns this user with another number of hidden playlists. */
  public StoredUser withHiddenPlaylists(int other) {
    return new StoredUser(user, schedule, suspension, other);
  }
}
