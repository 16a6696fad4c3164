package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.simulator.SpotifySimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake gives one line, the right exit code, and no secret. */
class WrongUseTest {
  private static final String SECRET = "s3cr3t-value";
  private static final String DB = "jdbc:h2:mem:wrong-use";

  private static SpotifySimulator spotify;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spotify = SpotifySimulator.builder().library(new TestLibrary()).start();
  }

  @AfterAll
  static void stop() {
    spotify.close();
  }

  static Stream<Arguments> wrongCommandLines() {
    return Stream.of(
        Arguments.of("no user", List.of("sync", "--token", SECRET), "--user"),
        Arguments.of("no token", List.of("sync", "--user", "u"), "SPOTIFY_ACCESS_TOKEN"),
        Arguments.of("no such option", sync("--colour", "red"), "--colour"),
        Arguments.of("no such command", List.of("sink"), "command"),
        Arguments.of("a stray word", sync(SECRET), "argument too many"),
        Arguments.of("a user that is none", List.of("sync", "--user", "a b"), "white space"),
        Arguments.of("an id that is none", sync("--playlist", "not an id!"), "not an id!"),
        Arguments.of("an id of nothing", sync("--playlist", ""), "--playlist"),
        Arguments.of("no URL", sync("--spotify-url", "::"), "--spotify-url"),
        Arguments.of("plain http", sync("--spotify-url", "http://example.org"), "--spotify-url"),
        Arguments.of("no database URL", sync("--db", "postgres://u:" + SECRET + "@h/d"), "--db"),
        Arguments.of("no number", List.of("show", "abc", "--limit", "x"), "--limit"),
        Arguments.of("a negative number", List.of("show", "abc", "--offset", "-1"), "--offset"),
        Arguments.of("twice the same", sync("--user", "other"), "--user"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongCommandLines")
  void aWrongCommandLineGivesOneLineAndExitCode2(String name, List<String> args, String hint) {
    Cli run = Cli.run(args);

    assertThat(run.code()).as(run.toString()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertOneLine(run, hint);
  }

  @Test
  void aTokenThatSpotifyRefusesGivesOneLineAndExitCode1() {
    Cli run =
        Cli.run(
            "sync",
            "--user",
            "u",
            "--json",
            "--token",
            SECRET,
            "--db",
            DB,
            "--spotify-url",
            spotify.webApiUri().toString());

    assertThat(run.code()).isEqualTo(1);
    assertOneLine(run, "token");
    assertThat(run.json().path("outcome").asText()).isEqualTo("FAILED");
    assertThat(run.json().path("failure").path("kind").asText())
        .isEqualTo("AuthorizationException");
    assertThat(run.out()).doesNotContain(SECRET);
  }

  @Test
  void aTokenThatCannotBeOneGivesOneLineAndExitCode1() {
    Cli run = Cli.run("sync", "--user", "u", "--json", "--token", SECRET + " ü", "--db", DB);

    assertThat(run.code()).isEqualTo(1);
    assertOneLine(run, "token");
    assertThat(run.json().path("outcome").asText()).isEqualTo("FAILED");
  }

  @Test
  void aPlaylistThatDoesNotExistIsNotComplete() {
    Cli run =
        Cli.sync(
            spotify,
            TestLibrary.USER,
            TestDatabase.inMemory(),
            "--playlist",
            "0000000000000000000000");

    assertThat(run.code()).isEqualTo(1);
    assertOneLine(run, "0000000000000000000000");
    assertThat(run.playlist("0000000000000000000000").path("outcome").asText())
        .isEqualTo("UNAVAILABLE");
  }

  @Test
  void aDatabaseThatCannotBeReachedGivesOneLineWithoutThePassword() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String url = "jdbc:postgresql://me:" + SECRET + "@127.0.0.1:" + port + "/x?password=" + SECRET;

    Cli run = Cli.run("sync", "--user", "u", "--json", "--token", "t", "--db", url);

    assertThat(run.code()).isEqualTo(1);
    assertOneLine(run, "jdbc:postgresql://127.0.0.1:" + port + "/x");
    assertThat(run.json().path("outcome").asText()).isEqualTo("FAILED");
    assertThat(run.json().path("user").asText()).isEqualTo("u");
    assertThat(run.json().path("failure").path("retryable").asBoolean()).isTrue();
    assertThat(run.out()).doesNotContain(SECRET);
  }

  @Test
  void whatIsNotStoredCannotBeShown() {
    TestDatabase database = TestDatabase.inFile(folder);
    String none = "0000000000000000000000";

    Cli nothing = Cli.run("playlists", "--db", database.url());
    Cli.sync(spotify, TestLibrary.USER, database);
    Cli missing = Cli.run("show", none, "--db", database.url());

    assertThat(nothing.code()).isEqualTo(1);
    assertOneLine(nothing, "sync first");
    assertThat(missing.code()).isEqualTo(1);
    assertOneLine(missing, none);
  }

  private static List<String> sync(String... more) {
    return Stream.concat(Stream.of("sync", "--user", "u", "--token", SECRET), Stream.of(more))
        .toList();
  }

  private static void assertOneLine(Cli run, String hint) {
    assertThat(run.err().lines()).as(run.toString()).hasSize(1);
    assertThat(run.err())
        .startsWith("playlist-sync: ")
        .contains(hint)
        .doesNotContain(SECRET, "\tat ", "io.github.playlistsync");
  }
}
