package io.github.playlistsync;

import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How things stand for one user.
 *
 * @param user the user
 * @param running how many of their jobs run, those that wait for their children included
 * @param waiting how many of their jobs are queued or deferred
 * @param failed how many of their jobs failed and are still listed
 * @param lastSync when their library was last read as a whole; null if it never was
 * @param nextSync when their schedule falls due; null if there is none
 * @param reauthorisationSince since when they have to authorise the application again; null while
 *     the authorisation stands
 * @param paused whether their jobs are held back
 */
public record UserStatus(
    UserId user,
    long running,
    long waiting,
    long failed,
    @Nullable Instant lastSync,
    @Nullable Instant nextSync,
    @Nullable Instant reauthorisationSince,
    boolean paused) {

  /**
   * Checks the user.
   *
   * @throws NullPointerException if {@code user} is null
   */
  public UserStatus {
    Objects.requireNonNull(user, "user");
  }
}
