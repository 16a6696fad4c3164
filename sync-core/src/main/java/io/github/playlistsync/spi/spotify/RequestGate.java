package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.SyncInterruptedException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Paces the calls to Spotify: one budget for all threads and, with a shared implementation, for all
 * processes of an application. Limits how many calls are in flight and how close they follow each
 * other, and stops all of them while Spotify limits the application: calling on would lengthen the
 * ban.
 */
public interface RequestGate {

  /**
   * Acquires a permit for one call.
   *
   * @return a permit, to be closed when the answer has arrived or the call has failed
   * @throws RateLimitedException if no permit is available within the call's patience; a wait that
   *     is known to be longer does not start
   * @throws SyncInterruptedException if the run ended while it waited
   */
  Permit enter(CallContext call);

  /** Returns the state of the gate. */
  Status status();

  /** A permit for one call. Closing it twice is harmless. */
  interface Permit extends AutoCloseable {

    /**
     * Reports that Spotify answered 429, and closes the gate for everybody.
     *
     * @param limit the limit that was hit
     * @param retryAfter how long Spotify asks to wait; null where it names no time, and the gate
     *     chooses
     * @return when the gate opens again
     */
    Instant limited(Limit limit, @Nullable Duration retryAfter);

    @Override
    void close();
  }

  /** Spotify's limits. */
  enum Limit {
    /** The number of calls in a rolling window of 30 seconds. */
    RATE,
    /** The quota of an application in development mode, of about a day. */
    QUOTA
  }

  /**
   * The state of a gate.
   *
   * @param inFlight how many permits are in use
   * @param closedUntil until when no call is allowed; null while calls are
   * @param callsLastDay how many permits were given in the last 24 hours
   * @param minGap the current gap between calls
   */
  record Status(int inFlight, @Nullable Instant closedUntil, long callsLastDay, Duration minGap) {}
}
