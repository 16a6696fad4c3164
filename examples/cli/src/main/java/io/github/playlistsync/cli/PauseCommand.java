package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import picocli.CommandLine.Command;

/** Holds back a user's jobs. */
@Command(
    name = "pause",
    description =
        "Holds back a user's jobs. Those that run continue, and new ones are still accepted.")
final class PauseCommand extends PauseChange {
  PauseCommand() {
    super(SyncEngine::pause, "Paused.");
  }
}
