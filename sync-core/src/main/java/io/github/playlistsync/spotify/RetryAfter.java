package io.github.playlistsync.spotify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code Retry-After} header. Spotify sends seconds, from 0 to a day; proxies send dates
 * or anything else.
 *
 * @see <a href="https://developer.spotify.com/documentation/web-api/concepts/rate-limits">Rate
 *     limits</a>
 */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,40}(?:\\.\\d{1,40})?");
  private static final BigDecimal MOST = BigDecimal.valueOf(Duration.ofDays(30).toSeconds());

  private RetryAfter() {}

  /** How long to wait, at most 30 days; null if the header does not say. */
  static @Nullable Duration parse(@Nullable String header, Instant now) {
    if (header == null) {
      return null;
    }
    String value = header.strip();
    if (SECONDS.matcher(value).matches()) {
      BigDecimal seconds = new BigDecimal(value).setScale(0, RoundingMode.CEILING).min(MOST);
      return Duration.ofSeconds(seconds.longValueExact());
    }
    try {
      Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(now, until);
      Duration most = Duration.ofSeconds(MOST.longValueExact());
      return left.isNegative() ? Duration.ZERO : left.compareTo(most) > 0 ? most : left;
    } catch (DateTimeException neither) {
      return null;
    }
  }
}
