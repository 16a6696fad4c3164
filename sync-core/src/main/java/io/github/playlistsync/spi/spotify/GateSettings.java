package io.github.playlistsync.spi.spotify;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link RequestGate} spends the budget of calls. Start from {@link #defaults()}; each {@code
 * with…} returns a changed copy.
 *
 * <p>Spotify publishes no numbers. Its limit counts an application's calls in a rolling window of
 * 30 seconds; an application in development mode also has a quota of about a day.
 *
 * @see <a href="https://developer.spotify.com/documentation/web-api/concepts/rate-limits">Rate
 *     limits</a>
 */
public final class GateSettings {
  private static final GateSettings DEFAULTS =
      new GateSettings(
          8,
          Duration.ZERO,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofHours(1),
          Duration.ofHours(24),
          null);

  private final int maxInFlight;
  private final Duration minGap;
  private final Duration maxGap;
  private final Duration defaultWait;
  private final Duration quotaWait;
  private final Duration maxWait;
  private final @Nullable Long dailyCap;

  private GateSettings(
      int maxInFlight,
      Duration minGap,
      Duration maxGap,
      Duration defaultWait,
      Duration quotaWait,
      Duration maxWait,
      @Nullable Long dailyCap) {
    this.maxInFlight = maxInFlight;
    this.minGap = Objects.requireNonNull(minGap, "minGap");
    this.maxGap = Objects.requireNonNull(maxGap, "maxGap");
    this.defaultWait = requirePositive(defaultWait, "defaultWait");
    this.quotaWait = requirePositive(quotaWait, "quotaWait");
    this.maxWait = requirePositive(maxWait, "maxWait");
    this.dailyCap = dailyCap;
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
    if (maxWait.compareTo(defaultWait) < 0 || maxWait.compareTo(quotaWait) < 0) {
      throw new IllegalArgumentException(
          "maxWait is %s; expected at least defaultWait (%s) and quotaWait (%s)"
              .formatted(maxWait, defaultWait, quotaWait));
    }
  }

  /**
   * Returns 8 calls at once; no gap until Spotify refuses a call, then up to 2 seconds; waits of 5
   * seconds, of an hour for the quota, and of a day at most; no daily cap.
   */
  public static GateSettings defaults() {
    return DEFAULTS;
  }

  /** How many calls may be in flight at once. */
  public int maxInFlight() {
    return maxInFlight;
  }

  /** The shortest time between the starts of two calls. */
  public Duration minGap() {
    return minGap;
  }

  /** The longest gap, to which refusals let it grow. */
  public Duration maxGap() {
    return maxGap;
  }

  /**
   * How long the gate closes after a refusal for the rate in which Spotify names no time. Doubles
   * with each such refusal in a row.
   */
  public Duration defaultWait() {
    return defaultWait;
  }

  /** The same for the daily quota. */
  public Duration quotaWait() {
    return quotaWait;
  }

  /** The longest time for which the gate closes, whatever Spotify says. */
  public Duration maxWait() {
    return maxWait;
  }

  /** How many calls may start in any 24 hours; null for any number. */
  public @Nullable Long dailyCap() {
    return dailyCap;
  }

  /**
   * Allows another number of calls in flight.
   *
   * @param calls 1 or more
   * @throws IllegalArgumentException if {@code calls} is under 1
   */
  public GateSettings withMaxInFlight(int calls) {
    return new GateSettings(calls, minGap, maxGap, defaultWait, quotaWait, maxWait, dailyCap);
  }

  /**
   * Keeps other gaps between calls.
   *
   * @param shortest 0 or more
   * @param longest at least {@code shortest}
   * @throws IllegalArgumentException if a gap is out of range
   */
  public GateSettings withGaps(Duration shortest, Duration longest) {
    return new GateSettings(
        maxInFlight, shortest, longest, defaultWait, quotaWait, maxWait, dailyCap);
  }

  /**
   * Closes for other times after a refusal.
   *
   * @param ofRate where Spotify names no time, above 0
   * @param ofQuota the same for the daily quota, above 0
   * @param longest at least both
   * @throws IllegalArgumentException if a wait is out of range
   */
  public GateSettings withWaits(Duration ofRate, Duration ofQuota, Duration longest) {
    return new GateSettings(maxInFlight, minGap, maxGap, ofRate, ofQuota, longest, dailyCap);
  }

  /**
   * Caps the calls in any 24 hours.
   *
   * @param calls 1 or more; null for any number
   * @throws IllegalArgumentException if {@code calls} is under 1
   */
  public GateSettings withDailyCap(@Nullable Long calls) {
    return new GateSettings(maxInFlight, minGap, maxGap, defaultWait, quotaWait, maxWait, calls);
  }

  private static Duration requirePositive(Duration value, String name) {
    Objects.requireNonNull(value, name);
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + "; expected more than 0");
    }
    return value;
  }
}
