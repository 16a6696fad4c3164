package io.github.playlistsync.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls of the last 24 hours, by intervals of fifteen minutes in a ring that never
 * grows. An interval is forgotten as a whole, once its last moment is 24 hours old.
 */
final class DailyCalls {
  private static final long INTERVAL_SECONDS = Duration.ofMinutes(15).toSeconds();
  private static final int INTERVALS_A_DAY =
      (int) (Duration.ofDays(1).toSeconds() / INTERVAL_SECONDS);
  private static final long NEVER = Long.MIN_VALUE;

  private final long[] interval = new long[INTERVALS_A_DAY + 1];
  private final long[] calls = new long[INTERVALS_A_DAY + 1];

  DailyCalls() {
    Arrays.fill(interval, NEVER);
  }

  void add(Instant when) {
    long number = number(when);
    int slot = Math.floorMod(number, interval.length);
    if (interval[slot] != number) {
      interval[slot] = number;
      calls[slot] = 0;
    }
    calls[slot]++;
  }

  long lastDay(Instant now) {
    long newest = number(now);
    long sum = 0;
    for (int i = 0; i < interval.length; i++) {
      if (isCounted(interval[i], newest)) {
        sum += calls[i];
      }
    }
    return sum;
  }

  /** Returns when the oldest counted interval is forgotten; null if none counts. */
  @Nullable Instant oldestForgotten(Instant now) {
    long newest = number(now);
    long oldest = Long.MAX_VALUE;
    for (long number : interval) {
      if (isCounted(number, newest)) {
        oldest = Math.min(oldest, number);
      }
    }
    return oldest == Long.MAX_VALUE
        ? null
        : Instant.ofEpochSecond((oldest + interval.length) * INTERVAL_SECONDS);
  }

  private boolean isCounted(long number, long newest) {
    return number != NEVER && number > newest - interval.length;
  }

  private static long number(Instant when) {
    return Math.floorDiv(when.getEpochSecond(), INTERVAL_SECONDS);
  }
}
