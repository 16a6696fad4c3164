package io.github.playlistsync.memory;

import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.FairPermits;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spi.spotify.PermitWait;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.spotify.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gate for the threads of one process. Applications of several processes share the gate of a
 * queue adapter instead, since Spotify counts the calls of all.
 *
 * <p>A call first acquires a permit, in the order of arrival, then a moment to start that keeps the
 * gap from the previous call. After a refusal for the rate the gap grows, and slowly shrinks again.
 * The context hears of every wait that {@link CallContext#waiting} asks for.
 */
public final class InMemoryRequestGate implements RequestGate {
  private static final Logger log = LoggerFactory.getLogger(InMemoryRequestGate.class);
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

  private final GateSettings settings;
  private final Clock clock;
  private final Sleeper sleeper;
  private final FairPermits permits;

  // Guarded by this.
  private final AdaptiveGap gap;
  private final DailyCalls calls = new DailyCalls();
  private @Nullable Instant closedUntil;
  private Limit closedFor = Limit.RATE;
  private Instant nextStart = Instant.MIN;
  private Instant lastStart = Instant.MIN;
  private Instant lastRefusal = Instant.MIN;
  private int refusalsInARow;
  private int inFlight;

  private InMemoryRequestGate(GateSettings settings, Clock clock, Sleeper sleeper) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
    permits = new FairPermits(settings.maxInFlight());
    gap = new AdaptiveGap(settings);
  }

  /** Returns a gate with default settings. */
  public static InMemoryRequestGate create() {
    return create(GateSettings.defaults());
  }

  /** Returns a gate with the given settings. */
  public static InMemoryRequestGate create(GateSettings settings) {
    return create(settings, Clock.systemUTC(), Sleeper.system());
  }

  /** Returns a gate with the given time, for tests. */
  public static InMemoryRequestGate create(GateSettings settings, Clock clock, Sleeper sleeper) {
    return new InMemoryRequestGate(settings, clock, sleeper);
  }

  @Override
  public Permit enter(CallContext call) {
    call.checkCanceled();
    Instant deadline = clock.instant().plus(call.patience());
    acquire(call, deadline);
    boolean entered = false;
    try {
      Instant start = reserve(deadline);
      Instant begun = null;
      while (begun == null) {
        sleeper.waitUntil(call, clock, start, reason());
        begun = begin();
        if (begun == null) {
          start = nextTry(deadline);
        }
      }
      entered = true;
      return new CallPermit(begun);
    } finally {
      if (!entered) {
        permits.release();
      }
    }
  }

  @Override
  public synchronized Status status() {
    Instant now = clock.instant();
    boolean closed = closedUntil != null && closedUntil.isAfter(now);
    return new Status(inFlight, closed ? closedUntil : null, calls.lastDay(now), gap.at(now));
  }

  private void acquire(CallContext call, Instant deadline) {
    try (PermitWait wait = new PermitWait(call, clock, deadline, settings.maxInFlight())) {
      permits.acquire(
          () -> {
            refuseIfClosed(deadline);
            wait.check();
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while waiting to call Spotify", e);
    }
  }

  private synchronized void refuseIfClosed(Instant deadline) {
    if (closedUntil != null && closedUntil.isAfter(deadline)) {
      throw refusal(closedUntil);
    }
  }

  /** Reserves the next moment at which a call may start. */
  private synchronized Instant reserve(Instant deadline) {
    Instant now = clock.instant();
    Instant start = latest(latest(now, nextStart), closedUntil);
    start = latest(start, capFreeAt(now));
    if (start.isAfter(now) && start.isAfter(deadline)) {
      throw refusal(start);
    }
    nextStart = start.plus(gap.at(now));
    return start;
  }

  /**
   * Counts a call from now on; null if the gate closed after its moment was reserved, or if the
   * call before began so late that the gap would not hold.
   */
  private synchronized @Nullable Instant begin() {
    Instant now = clock.instant();
    if (isClosed(now) || earliest(now).isAfter(now)) {
      return null;
    }
    inFlight++;
    calls.add(now);
    lastStart = now;
    return now;
  }

  private boolean isClosed(Instant now) {
    Instant free = capFreeAt(now);
    return (closedUntil != null && closedUntil.isAfter(now)) || (free != null && free.isAfter(now));
  }

  /** The end of the gap behind the last start; the clock may have been set back since. */
  private Instant earliest(Instant now) {
    return lastStart.isAfter(now) ? now : lastStart.plus(gap.at(now));
  }

  /** When a call tries again that could not begin. */
  private synchronized Instant nextTry(Instant deadline) {
    Instant now = clock.instant();
    return isClosed(now) ? reserve(deadline) : earliest(now);
  }

  private @Nullable Instant capFreeAt(Instant now) {
    Long cap = settings.dailyCap();
    return cap == null || calls.lastDay(now) < cap ? null : calls.oldestForgotten(now);
  }

  private synchronized String reason() {
    return closedFor == Limit.QUOTA ? "Spotify's daily quota" : "Spotify's rate limit";
  }

  private RateLimitedException refusal(Instant until) {
    return new RateLimitedException("Spotify allows no call before " + until, until);
  }

  private synchronized Instant close(Instant begun, Limit limit, @Nullable Duration retryAfter) {
    Instant now = clock.instant();
    // Refusals of calls that were in flight together count once; a quiet minute ends a row.
    if (!begun.isBefore(lastRefusal)) {
      boolean follows = closedUntil != null && now.isBefore(closedUntil.plusSeconds(60));
      refusalsInARow = follows ? refusalsInARow + 1 : 0;
      lastRefusal = now;
    }
    if (limit == Limit.RATE) {
      gap.refused(begun, now);
    }
    Instant until = now.plus(retryAfter == null ? defaultWait(limit) : within(retryAfter));
    Instant opens = latest(until, closedUntil);
    if (!opens.equals(closedUntil)) {
      closedUntil = opens;
      closedFor = limit;
      log.info("No calls to Spotify until {} ({})", opens, limit);
    }
    return opens;
  }

  private Duration defaultWait(Limit limit) {
    Duration wait = limit == Limit.QUOTA ? settings.quotaWait() : settings.defaultWait();
    for (int i = 0; i < refusalsInARow && wait.compareTo(settings.maxWait()) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return within(wait);
  }

  private Duration within(Duration wait) {
    if (wait.compareTo(SHORTEST_WAIT) < 0) {
      return SHORTEST_WAIT;
    }
    return wait.compareTo(settings.maxWait()) > 0 ? settings.maxWait() : wait;
  }

  private static Instant latest(Instant a, @Nullable Instant b) {
    return b != null && b.isAfter(a) ? b : a;
  }

  private synchronized void leave() {
    inFlight--;
  }

  private final class CallPermit implements Permit {
    private final Instant begun;
    private final AtomicBoolean closed = new AtomicBoolean();

    CallPermit(Instant begun) {
      this.begun = begun;
    }

    @Override
    public Instant limited(Limit limit, @Nullable Duration retryAfter) {
      return InMemoryRequestGate.this.close(begun, Objects.requireNonNull(limit), retryAfter);
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        leave();
        permits.release();
      }
    }
  }
}
