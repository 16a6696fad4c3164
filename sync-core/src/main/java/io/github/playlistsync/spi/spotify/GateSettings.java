package io.github.playlistsync.spi.spotify;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link RequestGate} spends the budget of calls. Spotify publishes no numbers: the limit
 * counts an application's calls in a rolling window of 30 seconds, and an application in
 * development mode has a quota of about a day besides.
 *
 * @param maxInFlight how many calls may be under way at once, 1 or more
 * @param minGap the least time between the starts of two calls
 * @param maxGap the most to which that time grows after refusals, at least {@code minGap}
 * @param defaultWait how long the gate closes if Spotify refuses for the rate and does not tell for
 *     how long; doubled for each such refusal that follows on the one before
 * @param quotaWait the same for the daily quota
 * @param maxWait the longest that the gate closes, whatever Spotify tells
 * @param dailyCap how many calls may be made in any 24 hours; null for any number
 * @see <a href="https://developer.spotify.com/documentation/web-api/concepts/rate-limits">Rate
 *     limits</a>
 */
public record GateSettings(
    int maxInFlight,
    Duration minGap,
    Duration maxGap,
    Duration defaultWait,
    Duration quotaWait,
    Duration maxWait,
    @Nullable Long dailyCap) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if a duration is null
   * @throws IllegalArgumentException if a number is below 1, a gap negative or above its maximum,
   *     or a wait not positive or above the longest
   */
  public GateSettings {
    Objects.requireNonNull(minGap, "minGap");
    Objects.requireNonNull(maxGap, "maxGap");
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight is " + maxInFlight + "; expected 1 or more");
    }
    if (dailyCap != null && dailyCap < 1) {
      throw new IllegalArgumentException("dailyCap is " + dailyCap + "; expected 1 or more");
    }
    if (minGap.isNegative() || maxGap.compareTo(minGap) < 0) {
      throw new IllegalArgumentException(
          "the gaps are %s to %s; expected 0 or more, in this order".formatted(minGap, maxGap));
    }
    requirePositive(defaultWait, "defaultWait");
    requirePositive(quotaWait, "quotaWait");
    requirePositive(maxWait, "maxWait");
    if (maxWait.compareTo(defaultWait) < 0 || maxWait.compareTo(quotaWait) < 0) {
      throw new IllegalArgumentException(
          "maxWait is %s, less than a usual wait (%s, %s)"
              .formatted(maxWait, defaultWait, quotaWait));
    }
  }

  /**
   * Eight at once and no gap until Spotify refuses a call, then up to two seconds; five seconds of
   * rest where it does not tell how long, an hour for the quota, never more than a day; no cap.
   */
  public static GateSettings defaults() {
    return new GateSettings(
        8,
        Duration.ZERO,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofHours(1),
        Duration.ofHours(24),
        null);
  }

  /** These with another number of calls at once. */
  public GateSettings withMaxInFlight(int calls) {
    return new GateSettings(calls, minGap, maxGap, defaultWait, quotaWait, maxWait, dailyCap);
  }

  /** These with other gaps between calls. */
  public GateSettings withGaps(Duration least, Duration most) {
    return new GateSettings(maxInFlight, least, most, defaultWait, quotaWait, maxWait, dailyCap);
  }

  /** These with another cap of calls in 24 hours; null for none. */
  public GateSettings withDailyCap(@Nullable Long calls) {
    return new GateSettings(maxInFlight, minGap, maxGap, defaultWait, quotaWait, maxWait, calls);
  }

  private static void requirePositive(Duration value, String name) {
    Objects.requireNonNull(value, name);
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + "; expected more than 0");
    }
  }
}
