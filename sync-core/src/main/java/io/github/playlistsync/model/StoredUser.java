package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a user beside their library.
 *
 * @param user whose
 * @param schedule how often the library is synced of itself; null if it is not
 * @param reauthorizationSince since when the user has to authorize the application again; null
 *     while the authorization stands
 */
public record StoredUser(
    UserId user, @Nullable SyncSchedule schedule, @Nullable Instant reauthorizationSince) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if {@code user} is null
   * @throws IllegalArgumentException if the schedule is another user's
   */
  public StoredUser {
    Objects.requireNonNull(user, "user");
    if (schedule != null && !schedule.user().equals(user)) {
      throw new IllegalArgumentException("schedule of " + schedule.user() + " for " + user);
    }
  }

  /** A user of whom nothing is known. */
  public static StoredUser unknown(UserId user) {
    return new StoredUser(user, null, null);
  }

  /** The same user with another schedule. */
  public StoredUser withSchedule(@Nullable SyncSchedule other) {
    return new StoredUser(user, other, reauthorizationSince);
  }

  /** The same user with another state of the authorization. */
  public StoredUser withReauthorizationSince(@Nullable Instant other) {
    return new StoredUser(user, schedule, other);
  }
}
