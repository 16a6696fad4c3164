package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.UserId;
import java.time.Duration;
import java.time.Instant;

/**
 * Says on whose behalf a call to Spotify is made and how long it may wait, and hears what it does.
 * The engine makes one per run; adapters call it from whichever thread makes the call.
 */
public interface CallContext {

  /** Returns the user whose token the call carries. */
  UserId user();

  /**
   * Returns how long the call may wait for a permit, and how long between its attempts. A call does
   * not start a longer wait: it fails at once with a {@link
   * io.github.playlistsync.error.RateLimitedException} that says when it may be made.
   */
  Duration patience();

  /** Hears of each HTTP request when it is sent, retries included. */
  void requestSent();

  /**
   * Hears of a wait. A wait for a time is reported before it starts; any other once it has lasted a
   * second.
   *
   * @param until when the wait ends; if that depends on more than the time, the latest moment
   * @param reason what the call waits for, in a few words
   */
  void waiting(Instant until, String reason);

  /**
   * Hears that a wait is over, however it ended. Called once for each call of {@link #waiting},
   * with the same arguments.
   */
  void waited(Instant until, String reason);

  /**
   * Ends the call if the run was canceled or the thread interrupted. Adapters call this before each
   * request and while they wait.
   *
   * @throws SyncInterruptedException if the run must stop
   */
  void checkCanceled();
}
