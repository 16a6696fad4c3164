package io.github.playlistsync.cli;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses identifiers on the command line. */
final class Ids {
  private Ids() {}

  /** A playlist by its id, its URI or its link. */
  static final class Playlist implements ITypeConverter<PlaylistId> {
    @Override
    public PlaylistId convert(String text) {
      return read(text, PlaylistId::parse);
    }
  }

  /** A user by their id. */
  static final class User implements ITypeConverter<UserId> {
    @Override
    public UserId convert(String text) {
      if (text.indexOf('\uFFFD') >= 0) {
        throw new TypeConversionException(
            "it holds characters that this shell's locale cannot encode; set LC_ALL=C.UTF-8");
      }
      return read(text, UserId::of);
    }
  }

  /** A job by its id. */
  static final class Job implements ITypeConverter<JobId> {
    @Override
    public JobId convert(String text) {
      return read(text, JobId::of);
    }
  }

  private static <T> T read(String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException invalid) {
      throw new TypeConversionException(invalid.getMessage());
    }
  }
}
