package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.error.RateLimitedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A call's wait for a permit while all of a {@link RequestGate}'s permits are in use. It ends when
 * another call does, at a time that nobody knows. Most waits are over in a moment, so the call
 * hears only of one that lasts a second. For one thread.
 */
public final class PermitWait implements AutoCloseable {
  private static final Duration WORTH_REPORTING = Duration.ofSeconds(1);
  private static final Duration SHORTEST_REST = Duration.ofSeconds(1);

  private final CallContext call;
  private final Clock clock;
  private final Instant deadline;
  private final Instant since;
  private final String what;
  private boolean reported;

  /**
   * Starts a wait.
   *
   * @param deadline when to give up, by {@code clock}
   * @param permits how many calls may be in flight at once
   */
  public PermitWait(CallContext call, Clock clock, Instant deadline, int permits) {
    this.call = Objects.requireNonNull(call, "call");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.deadline = Objects.requireNonNull(deadline, "deadline");
    this.since = clock.instant();
    this.what = "all %d calls that may be made at once are in flight".formatted(permits);
  }

  /**
   * Checks whether to go on waiting. Call it regularly during the wait.
   *
   * @throws RateLimitedException if the deadline has passed
   * @throws io.github.playlistsync.error.SyncInterruptedException if the run must stop
   */
  public void check() {
    call.checkCanceled();
    Instant now = clock.instant();
    if (!now.isBefore(deadline)) {
      throw new RateLimitedException(what, now.plus(SHORTEST_REST));
    }
    if (!reported && !now.isBefore(since.plus(WORTH_REPORTING))) {
      reported = true;
      call.waiting(deadline, what);
    }
  }

  /** Ends the wait, with a permit or without. */
  @Override
  public void close() {
    if (reported) {
      reported = false;
      call.waited(deadline, what);
    }
  }
}
