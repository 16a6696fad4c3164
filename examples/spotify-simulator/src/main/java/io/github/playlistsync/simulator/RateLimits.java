package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits the calls of the app in a rolling window, and its calls per endpoint and day. Both limits
 * are off at first and follow the simulator's clock. Safe for several threads.
 */
public final class RateLimits {

  private static final Duration DAY = Duration.ofHours(24);

  private final Clock clock;
  private final Deque<Instant> window = new ArrayDeque<>();
  private final Map<Endpoint, Deque<Instant>> days = new EnumMap<>(Endpoint.class);
  private int callsInWindow = Integer.MAX_VALUE;
  private Duration windowLength = Duration.ofSeconds(30);
  private Duration penalty = Duration.ZERO;
  private int callsInDay = Integer.MAX_VALUE;
  private Instant bannedUntil = Instant.MIN;

  RateLimits(Clock clock) {
    this.clock = clock;
  }

  /** Limits the calls in any 30 seconds. */
  public void limit(int calls) {
    limit(calls, Duration.ofSeconds(30), Duration.ZERO);
  }

  /**
   * Limits the calls in any window of a length. Each call while limited lengthens the ban by the
   * penalty.
   */
  public synchronized void limit(int calls, Duration length, Duration penalty) {
    this.callsInWindow = calls;
    this.windowLength = requireNonNull(length, "length");
    this.penalty = requireNonNull(penalty, "penalty");
  }

  /**
   * Limits the calls to each endpoint in any 24 hours; further ones answer {@code QUOTA_EXCEEDED}.
   */
  public synchronized void dailyQuota(int calls) {
    this.callsInDay = calls;
  }

  /** Removes all limits and forgets all calls. */
  public synchronized void clear() {
    callsInWindow = Integer.MAX_VALUE;
    callsInDay = Integer.MAX_VALUE;
    bannedUntil = Instant.MIN;
    window.clear();
    days.clear();
  }

  /** Counts a call and returns null, or returns the refusal. Refused calls do not count. */
  synchronized @Nullable Answer refuse(Endpoint endpoint) {
    Instant now = clock.instant();
    if (now.isBefore(bannedUntil)) {
      bannedUntil = bannedUntil.plus(penalty);
      return limited(now);
    }
    drop(window, now.minus(windowLength));
    if (window.size() >= callsInWindow) {
      bannedUntil =
          window.isEmpty() ? now.plus(windowLength) : window.getFirst().plus(windowLength);
      return limited(now);
    }
    Deque<Instant> day = days.computeIfAbsent(endpoint, key -> new ArrayDeque<>());
    drop(day, now.minus(DAY));
    if (day.size() >= callsInDay) {
      Instant end = day.isEmpty() ? now.plus(DAY) : day.getFirst().plus(DAY);
      return Failures.quota(Long.toString(secondsUntil(end, now)));
    }
    if (callsInWindow != Integer.MAX_VALUE) {
      window.addLast(now);
    }
    if (callsInDay != Integer.MAX_VALUE) {
      day.addLast(now);
    }
    return null;
  }

  private Answer limited(Instant now) {
    return Failures.limited(
        "API rate limit exceeded", Long.toString(secondsUntil(bannedUntil, now)));
  }

  private static long secondsUntil(Instant end, Instant now) {
    return Math.max(1, Duration.between(now, end).plusNanos(999_999_999).toSeconds());
  }

  private static void drop(Deque<Instant> calls, Instant upTo) {
    while (!calls.isEmpty() && !calls.getFirst().isAfter(upTo)) {
      calls.removeFirst();
    }
  }
}
