package io.github.playlistsync.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The format of a command's answer. */
final class OutputOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--json",
      description = "print one JSON object, and nothing else, on standard output")
  private boolean json;

  Output output() {
    return Output.of(Objects.requireNonNull(command, "command"), json);
  }
}
