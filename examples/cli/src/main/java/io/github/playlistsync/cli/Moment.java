package io.github.playlistsync.cli;

import io.github.playlistsync.PlaylistHistory;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A point in the history of a playlist.
 *
 * @param number a revision; 0 if {@code time} is given
 * @param time a time; null if a revision is given
 */
record Moment(long number, @Nullable Instant time) {

  /**
   * The revision that was current then.
   *
   * @throws CommandFailedException if it is no longer kept
   */
  Revision in(PlaylistHistory history, PlaylistId playlist) {
    long wanted =
        time == null
            ? number
            : history
                .revisionAt(playlist, time)
                .orElseThrow(
                    () ->
                        new CommandFailedException(
                            "no revision of playlist " + playlist + " at " + time + " is kept"));
    List<Revision> found =
        wanted < 1 || wanted == Long.MAX_VALUE
            ? List.of()
            : history.revisions(playlist, wanted + 1, 1);
    if (found.isEmpty() || found.get(0).number() != wanted) {
      throw new CommandFailedException(
          "revision " + wanted + " of playlist " + playlist + " is not kept");
    }
    return found.get(0);
  }

  /** Parses the number of a revision, or an ISO 8601 time. */
  static final class Converter implements ITypeConverter<Moment> {
    @Override
    public Moment convert(String text) {
      String moment = text.strip();
      if (moment.matches("\\d{1,18}")) {
        return new Moment(Long.parseLong(moment), null);
      }
      try {
        Instant time =
            moment.contains("T")
                ? OffsetDateTime.parse(moment).toInstant()
                : LocalDate.parse(moment).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Moment(0, time);
      } catch (DateTimeException invalid) {
        throw new TypeConversionException(
            "'"
                + Printable.oneLine(text)
                + "' is neither a revision nor a time; expected 12, 2026-01-31 or"
                + " 2026-01-31T12:00:00Z");
      }
    }
  }
}
