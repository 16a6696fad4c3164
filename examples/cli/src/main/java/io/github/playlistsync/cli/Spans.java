package io.github.playlistsync.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses spans of time: {@code 30m}, {@code 1h30m}, {@code 365d}, or ISO 8601. */
final class Spans implements ITypeConverter<Duration> {
  private static final Pattern SHORT =
      Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

  @Override
  public Duration convert(String text) {
    String span = text.strip().toLowerCase(Locale.ROOT);
    Matcher parts = SHORT.matcher(span);
    if (!span.isEmpty() && parts.matches()) {
      return Duration.ofDays(number(parts.group(1)))
          .plusHours(number(parts.group(2)))
          .plusMinutes(number(parts.group(3)))
          .plusSeconds(number(parts.group(4)));
    }
    try {
      return Duration.parse(span);
    } catch (DateTimeException invalid) {
      throw new TypeConversionException(
          "'" + Printable.oneLine(text) + "' is not a span of time; expected 30m, 12h or 7d");
    }
  }

  /** A span as text, to the second. */
  static String shown(Duration span) {
    long hours = span.toHours();
    return hours > 0
        ? "%d:%02d:%02d".formatted(hours, span.toMinutesPart(), span.toSecondsPart())
        : "%d:%02d".formatted(span.toMinutesPart(), span.toSecondsPart());
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
