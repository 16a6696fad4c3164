package io.github.playlistsync.report;

import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of one user. Hosts receive it; the library constructs it, and may add components in any
 * release.
 *
 * @param user the user
 * @param running how many of their jobs run or wait for their children
 * @param waiting how many of their jobs are queued or deferred
 * @param failed how many of their failed jobs are still listed
 * @param lastSync when the last list was read completely whose playlists were dealt with: not all
 *     of them failed, and nothing ended the run early; null if there was none
 * @param nextSync when their library is next synced by its schedule; null if it has none
 * @param suspension why their syncs fail until somebody acts; null if they do not
 * @param authorization how long their authorization lasts; null unless the engine has the
 *     {@linkplain io.github.playlistsync.SyncEngineBuilder#tokens tokens} and one of this user
 * @param paused whether the user is paused
 */
public record UserStatus(
    UserId user,
    long running,
    long waiting,
    long failed,
    @Nullable Instant lastSync,
    @Nullable Instant nextSync,
    @Nullable Suspension suspension,
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
   * How long an authorization lasts. Spotify ends it six months after the user gave it, however
   * often it was used.
   *
   * @param since when the user authorized the application
   * @param endsAt when Spotify ends the authorization
   * @param daysLeft whole days until then; 0 on the last day and after
   * @see <a
   *     href="https://developer.spotify.com/documentation/web-api/tutorials/refreshing-tokens">Refreshing
   *     tokens</a>
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
