package io.github.playlistsync.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Options of other commands that a command about jobs accepts and has no use for, so that one list
 * of options serves them all.
 */
final class UnusedOptions {
  private UnusedOptions() {}

  /** What opens Spotify: only {@code work} calls it. */
  static final class OfSpotify {
    @Option(
        names = {"--token", "--spotify-url", "--client-id", "--accounts-url"},
        hidden = true)
    private List<String> unused = new ArrayList<>();
  }

  /** Where the copy is kept, for commands that only the queue answers. */
  static final class OfDatabase {
    @Option(
        names = {"--db", "--db-user", "--db-password"},
        hidden = true)
    private List<String> unused = new ArrayList<>();
  }
}
