package io.github.playlistsync.cli;

import io.github.playlistsync.error.SyncInterruptedException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the program on a simulated Spotify. */
@Command(
    name = "demo",
    description = {
      "Syncs a simulated library of 40 playlists, edits it, lets a read fail, and checks after each",
      "step that the database holds exactly what it should. Needs no account and no network."
    },
    exitCodeList = {"0:the database was right after every step", "1:it was not, or nothing worked"})
final class DemoCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Output output = Output.of(Objects.requireNonNull(spec, "spec"), false);
    try (Stopping stopping = Stopping.listening(output.err())) {
      try (DemoStage stage = DemoStage.set(output)) {
        stopping.with(stage::stop);
        return new Demo(stage, output).run() ? ExitCode.OK : ExitCode.SOFTWARE;
      } catch (SyncInterruptedException stopped) {
        if (!stopping.hasBegun()) {
          throw stopped;
        }
        return ExitCode.SOFTWARE;
      }
    }
  }
}
