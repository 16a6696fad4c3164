package io.github.playlistsync.report;

import io.github.playlistsync.SyncEngineBuilder;
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
 * @param reauthorizationSince since when they have to authorize the application again; null while
 *     the authorization stands
 * @param authorization how long the user's authorization lasts; null where the engine is not given
 *     the {@linkplain SyncEngineBuilder#tokens tokens}, or has none of this user
 * @param paused whether their jobs are held back
 */
public record UserStatus(
    UserId user,
    long running,
    long waiting,
    long failed,
    @Nullable Instant lastSync,
    @Nullable Instant nextSync,
    @Nullable Instant reauthorizationSince,
    @Nullable Authorization authorization,
    boolean paused) {

  /**
   * Checks the user.
   *
   * @throws NullPointerException if {@code user} is null
   */
  public UserStatus {
    Objects.requireNonNull(user, "user");
  }

  /**
   * How long an authorization lasts. Spotify ends each six months after the user gave it, however
   * often it was used.
   *
   * @param since when the user authorized the application
   * @param endsAt when Spotify ends that
   * @param daysLeft whole days until then; 0 on the last day and ever after
   * @see <a href="https://developer.spotify.com/documentation/web-api/tutorials/refreshing-tokens">
   *     Refreshing tokens</a>
   */
  public record Authorization(Instant since, Instant endsAt, long daysLeft) {

    /**
     * Checks the times.
     *
     * @throws NullPointerException if a time is null
     */
    public Authorization {
      Objects.requireNonNull(since, "since");
      Objects.requireNonNull(endsAt, "endsAt");
    }
  }
}
