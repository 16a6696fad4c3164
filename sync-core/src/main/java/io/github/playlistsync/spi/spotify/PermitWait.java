package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.error.RateLimitedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A call's wait for one of the places that a {@link RequestGate} has for calls under way. It ends
 * when another call does, so nobody knows when; most are over in a moment, and the call is told
 * only of one that lasts a second. For one thread.
 */
public final class PermitWait implements AutoCloseable {
  private static final Duration WORTH_TELLING = Duration.ofSeconds(1);
  private static final Duration SHORTEST_REST = Duration.ofSeconds(1);

  private final CallContext call;
  private final Clock clock;
  private final Instant deadline;
  private final Instant since;
  private final String what;
  private boolean told;

  /**
   * Begins a wait.
   *
   * @param deadline when it is given up, by {@code clock}
   * @param places how many calls may be under way at once
   */
  public PermitWait(CallContext call, Clock clock, Instant deadline, int places) {
    this.call = Objects.requireNonNull(call, "call");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.deadline = Objects.requireNonNull(deadline, "deadline");
    this.since = clock.instant();
    this.what = "all %d calls that may be made at once are under way".formatted(places);
  }

  /**
   * To be called every now and then while it lasts.
   *
   * @throws RateLimitedException if it is to be given up
   * @throws io.github.playlistsync.error.SyncInterruptedException if the run shall end
   */
  public void goOn() {
    call.checkCanceled();
    Instant now = clock.instant();
    if (!now.isBefore(deadline)) {
      throw new RateLimitedException(what, now.plus(SHORTEST_REST));
    }
    if (!told && !now.isBefore(since.plus(WORTH_TELLING))) {
      told = true;
      call.waiting(deadline, what);
    }
  }

  /** Ends it, whether there is a place or not. */
  @Override
  public void close() {
    if (told) {
      told = false;
      call.waited(deadline, what);
    }
  }
}
