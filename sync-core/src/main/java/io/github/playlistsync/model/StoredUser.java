package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored facts about a user, apart from their library.
 *
 * @param user the user
 * @param schedule how often their library is synced; null for no schedule
 * @param reauthorizationSince since when they must authorize the application again; null while the
 *     authorization is valid
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

  /** Returns a user without any facts. */
  public static StoredUser unknown(UserId user) {
    return new StoredUser(user, null, null);
  }

  /** Returns this user with another schedule. */
  public StoredUser withSchedule(@Nullable SyncSchedule other) {
    return new StoredUser(user, other, reauthorizationSince);
  }

  /** Returns this user with another state of the authorization. */
  public StoredUser withReauthorizationSince(@Nullable Instant other) {
    return new StoredUser(user, schedule, other);
  }
}
