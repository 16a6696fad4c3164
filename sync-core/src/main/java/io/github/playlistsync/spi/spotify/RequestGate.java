package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.SyncInterruptedException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The one budget of calls to Spotify that all threads share, and with a shared implementation all
 * processes of an application: how many at once, how far apart, and none while Spotify asks for
 * patience. Calling while limited lengthens the ban.
 */
public interface RequestGate {

  /**
   * Waits for leave to make one call.
   *
   * @return a permit that the caller closes when the answer is there or has failed
   * @throws RateLimitedException if leave is not to be had within the context's patience; nothing
   *     was waited for
   * @throws SyncInterruptedException if the run ended while it waited
   */
  Permit enter(CallContext call);

  /** How the gate stands. */
  Status status();

  /** Leave to make one call. Closing it twice is harmless. */
  interface Permit extends AutoCloseable {

    /**
     * Reports that Spotify answered 429, which closes the gate for everybody.
     *
     * @param limit which limit was hit
     * @param retryAfter how long Spotify asks to wait; null where it does not tell, and then the
     *     gate chooses
     * @return when the gate opens again
     */
    Instant limited(Limit limit, @Nullable Duration retryAfter);

    @Override
    void close();
  }

  /** Which of Spotify's limits was hit. */
  enum Limit {
    /** The number of calls in a rolling window of 30 seconds. */
    RATE,
    /** The quota of an application in development mode, of about a day. */
    QUOTA
  }

  /**
   * How a gate stands.
   *
   * @param inFlight how many permits are out
   * @param closedUntil until when no call is allowed; null while calls are
   * @param callsLastDay how many permits were given in the last 24 hours
   * @param minGap the gap that is kept between calls now
   */
  record Status(int inFlight, @Nullable Instant closedUntil, long callsLastDay, Duration minGap) {}
}
