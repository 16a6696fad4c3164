package io.github.playlistsync.jpa;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stores an instant as a timestamp with time zone, in UTC and truncated to microseconds, which
 * every database keeps. Not for hosts; public because providers require it.
 */
@Converter
public class InstantConverter implements AttributeConverter<Instant, OffsetDateTime> {
  /** For the provider. */
  public InstantConverter() {}

  @Override
  public @Nullable OffsetDateTime convertToDatabaseColumn(@Nullable Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  @Override
  public @Nullable Instant convertToEntityAttribute(@Nullable OffsetDateTime column) {
    return column == null ? null : column.toInstant();
  }
}
