package io.github.playlistsync.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Options that a command about jobs accepts but does not use, so that one list of options serves
 * all of them.
 */
final class UnusedOptions {
  private UnusedOptions() {}

  /** Access to Spotify, which only {@code work} calls. */
  static final class OfSpotify {
    @Option(
        names = {"--token", "--spotify-url", "--client-id", "--accounts-url"},
        hidden = true)
    private List<String> unused = new ArrayList<>();
  }

  /** The database, for commands that only ask the queue. */
  static final class OfDatabase {
    @Option(
        names = {"--db", "--db-user", "--db-password"},
        hidden = true)
    private List<String> unused = new ArrayList<>();
  }
}
