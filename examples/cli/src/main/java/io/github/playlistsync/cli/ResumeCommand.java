package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import picocli.CommandLine.Command;

/** Ends a pause. */
@Command(name = "resume", description = "Ends a pause.")
final class ResumeCommand extends PauseChange {
  ResumeCommand() {
    super(SyncEngine::resume, "Resumed.");
  }
}
