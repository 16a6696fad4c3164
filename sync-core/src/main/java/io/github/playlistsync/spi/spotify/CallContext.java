package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.UserId;
import java.time.Duration;
import java.time.Instant;

/**
 * On whose behalf a call to Spotify is made, how long it may wait, and who hears of it. The engine
 * makes one for each run; adapters report to it from whichever thread makes the call.
 */
public interface CallContext {

  /** The user whose token the call carries. */
  UserId user();

  /**
   * How long a call may wait for leave to be made, and how long it may wait between its tries. A
   * longer wait is not begun: the call fails at once with a {@link
   * io.github.playlistsync.error.RateLimitedException} that tells when it may be made.
   */
  Duration patience();

  /** Hears of each HTTP request at the moment it is sent, the repeated ones included. */
  void requestSent();

  /**
   * Hears of a wait before it begins; of one for something else than a time, once it has lasted a
   * second.
   *
   * @param until when it ends; where that depends on something else than the time, the latest
   *     moment to which it is waited
   * @param reason what is waited for, in a few words
   */
  void waiting(Instant until, String reason);

  /**
   * Hears that a wait is over, however it ended. Once for each time that {@link #waiting} was
   * called, with the same arguments.
   */
  void waited(Instant until, String reason);

  /**
   * Ends the call if the run was canceled or the thread was interrupted. Adapters ask before each
   * request and while they wait.
   *
   * @throws SyncInterruptedException if the run shall end
   */
  void checkCanceled();
}
