package io.github.playlistsync.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.playlistsync.settings.RemovalGuard;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.spotify.SpotifySettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run of the command line gave.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
record Cli(int code, String out, String err) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** So short that nobody waits, unless {@code -Dpauses=usual} asks for those of the program. */
  static final Pauses PAUSES =
      "usual".equals(System.getProperty("pauses")) ? Pauses.USUAL : shortPauses();

  /** Runs a command in this JVM, without environment variables. */
  static Cli run(List<String> args) {
    return run(Map.of(), args);
  }

  /** Runs a command in this JVM, with these environment variables. */
  static Cli run(Map<String, String> environment, List<String> args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine(environment, PAUSES)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args.toArray(String[]::new));
    return new Cli(code, out.toString(), err.toString());
  }

  static Cli run(String... args) {
    return run(List.of(args));
  }

  /** Syncs a user of the simulator, with {@code --json}. */
  static Cli sync(SpotifySimulator spotify, String user, TestDatabase database, String... more) {
    return run(syncArgs(spotify, user, database, more));
  }

  static List<String> syncArgs(
      SpotifySimulator spotify, String user, TestDatabase database, String... more) {
    List<String> args = new ArrayList<>(List.of("sync", "--user", user, "--json"));
    args.addAll(List.of("--spotify-url", spotify.webApiUri().toString()));
    args.addAll(List.of("--token", spotify.accounts().tokenFor(user)));
    args.addAll(List.of("--db", database.url()));
    args.addAll(List.of(more));
    return args;
  }

  private static Pauses shortPauses() {
    RemovalGuard usual = RemovalGuard.defaults();
    Duration look = Duration.ofMillis(20);
    return new Pauses(
        SpotifySettings.defaults().withTries(4, Duration.ofMillis(1), Duration.ofMillis(10)),
        SyncSettings.defaults()
            .withRemovalGuard(new RemovalGuard(usual.share(), usual.items(), look, look)),
        Duration.ofMillis(1));
  }

  /** Standard output, which must be one JSON object and nothing else. */
  JsonNode json() {
    try {
      return MAPPER.readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + this, e);
    }
  }

  /** What the report says of one playlist. */
  JsonNode playlist(String id) {
    for (JsonNode playlist : json().path("playlists")) {
      if (playlist.path("id").asText().equals(id)) {
        return playlist;
      }
    }
    throw new AssertionError("the report has no playlist " + id + ": " + this);
  }
}
