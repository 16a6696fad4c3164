package io.github.playlistsync.internal.codec;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A problem as a row. The sentence comes first and alone makes a row, since releases before the
 * codes write and read nothing else.
 */
final class ProblemRow {
  private ProblemRow() {}

  static List<@Nullable Object> write(String kind, Problem problem) {
    return Arrays.asList(
        kind, problem.sentence(), problem.code(), problem.playlist(), problem.position());
  }

  static Problem read(List<@Nullable String> row) {
    String sentence = Objects.requireNonNull(row.get(1));
    if (row.size() < 5) {
      return Problem.of(Problem.Code.OTHER, sentence);
    }
    String playlist = row.get(3);
    String position = row.get(4);
    return new Problem(
        code(row.get(2)),
        playlist == null ? null : PlaylistId.of(playlist),
        position == null ? null : Integer.valueOf(position),
        sentence);
  }

  private static Problem.Code code(@Nullable String name) {
    return Arrays.stream(Problem.Code.values())
        .filter(code -> code.name().equals(name))
        .findFirst()
        .orElse(Problem.Code.OTHER);
  }
}
