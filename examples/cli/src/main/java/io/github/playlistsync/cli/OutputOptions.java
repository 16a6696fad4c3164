package io.github.playlistsync.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command answers. */
final class OutputOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--json",
      description = "answer with one JSON object on standard output, and nothing else there")
  private boolean json;

  Output output() {
    return Output.of(Objects.requireNonNull(command, "command"), json);
  }
}
