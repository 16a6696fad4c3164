package io.github.playlistsync.spotify;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits of a call to Spotify.
 *
 * @param connectTimeout the longest time to connect, where the HTTP client is our own
 * @param deadline the longest time for one request, from connecting to the last byte of its answer
 * @param maxBodyBytes the largest answer, both packed and unpacked
 * @param tries how often to send a request that gets no usable answer, 1 or more; refusals for the
 *     rate limit do not count
 * @param firstBackoff the longest pause after the first try; it doubles with each try, and the
 *     actual pause is drawn evenly between zero and that
 * @param maxBackoff the longest pause after any try
 */
public record SpotifySettings(
    Duration connectTimeout,
    Duration deadline,
    int maxBodyBytes,
    int tries,
    Duration firstBackoff,
    Duration maxBackoff) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if a duration is null
   * @throws IllegalArgumentException if a timeout is not positive, a pause negative, or a number
   *     below 1
   */
  public SpotifySettings {
    requireAtLeast(connectTimeout, Duration.ofMillis(1), "connectTimeout");
    requireAtLeast(deadline, Duration.ofMillis(1), "deadline");
    requireAtLeast(firstBackoff, Duration.ZERO, "firstBackoff");
    requireAtLeast(maxBackoff, firstBackoff, "maxBackoff");
    if (maxBodyBytes < 1 || tries < 1) {
      throw new IllegalArgumentException(
          "maxBodyBytes is %d and tries %d; expected 1 or more".formatted(maxBodyBytes, tries));
    }
  }

  /**
   * Ten seconds to connect, thirty for the whole request, answers of up to 16 MiB, four tries with
   * pauses of up to 0.5, 1 and 2 seconds, never more than 8.
   */
  public static SpotifySettings defaults() {
    return new SpotifySettings(
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        16 << 20,
        4,
        Duration.ofMillis(500),
        Duration.ofSeconds(8));
  }

  /** These with other timeouts. */
  public SpotifySettings withTimeouts(Duration connect, Duration whole) {
    return new SpotifySettings(connect, whole, maxBodyBytes, tries, firstBackoff, maxBackoff);
  }

  /** These with another size limit. */
  public SpotifySettings withMaxBodyBytes(int bytes) {
    return new SpotifySettings(connectTimeout, deadline, bytes, tries, firstBackoff, maxBackoff);
  }

  /** These with another number of tries and other pauses. */
  public SpotifySettings withTries(int number, Duration firstPause, Duration longestPause) {
    return new SpotifySettings(
        connectTimeout, deadline, maxBodyBytes, number, firstPause, longestPause);
  }

  private static void requireAtLeast(Duration value, Duration least, String name) {
    Objects.requireNonNull(value, name);
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          name + " is " + value + "; expected " + least + " or more");
    }
  }
}
