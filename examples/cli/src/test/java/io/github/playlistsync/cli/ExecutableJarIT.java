package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.simulator.Accounts;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.testing.redis.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every command from the executable jar and looks at standard error. */
class ExecutableJarIT {
  private static final Path JAR = Path.of("target", "playlist-sync.jar");
  private static final String USER = TestLibrary.USER;
  private static final Pattern INVITATION = Pattern.compile("(http://\\S+/authorize\\?\\S+)\\s");
  private static final String LOG_LINE = "\\d\\d:\\d\\d:\\d\\d\\.\\d{3} [A-Z]+ +\\S+ - .*";

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PLAYLIST_SYNC_KEY",
          "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=",
          "SPOTIFY_CLIENT_ID",
          Accounts.CLIENT_ID);

  @TempDir private static Path temporary;
  private static List<String> java;
  private static Cli demo;

  private final Set<String> commands = new HashSet<>();

  @TempDir private Path folder;

  /** The other processes start from the classes of this one. */
  @BeforeAll
  static void runTheDemo() throws Exception {
    Path archive = temporary.resolve("demo.jsa");
    Path own = Files.createDirectory(temporary.resolve("demo"));
    List<String> jar = List.of("-Djava.io.tmpdir=" + own, "-jar", JAR.toString());
    java = ClassArchive.joined(ClassArchive.making(archive), jar);
    demo = run(List.of());
    java = ClassArchive.joined(ClassArchive.of(archive), jar);
  }

  @Test
  void theDemoRunsWithoutArgumentsAndFindsTheDatabaseRightAfterEveryStep() {
    assertThat(demo.code()).as(demo.toString()).isZero();
    assertThat(demo.err()).isEmpty();
    assertThat(demo.out())
        .contains("40 playlists", "1. ", "2. ", "3. ", "4. ", "5. ")
        .contains("calls to Spotify: 2, rows written: 0 (items: 0)")
        .contains("answered 500")
        .contains("the outcome is PARTIAL")
        .contains("sync --user")
        .doesNotContain("BAD");
    assertThat(demo.out().lines().filter(line -> line.contains("checked with SQL"))).hasSize(5);
    assertThat(temporary.resolve("demo")).as("what the demo leaves behind").isEmptyDirectory();
  }

  @Test
  void aMistakeGivesOneLine() throws Exception {
    Cli noUser = run(List.of("sync"));
    Cli noDatabase =
        run(
            List.of(
                "sync", "--user", "u", "--token", "t", "--db", "jdbc:postgresql://127.0.0.1:1/x"));

    assertThat(noUser.code()).isEqualTo(2);
    assertThat(noUser.err().lines()).singleElement().asString().contains("--user");
    assertThat(noDatabase.code()).isEqualTo(1);
    assertThat(noDatabase.err().lines())
        .singleElement()
        .asString()
        .contains("jdbc:postgresql://127.0.0.1:1/x");
  }

  @Test
  void aCommandThatSucceedsLeavesStandardErrorEmptyUnlessItIsAskedForALog() throws Exception {
    try (SpotifySimulator spotify = SpotifySimulator.builder().library(new TestLibrary()).start();
        RedisServer redis = RedisServer.start("--appendonly", "yes")) {
      String rock = TestLibrary.id(spotify.world(), TestLibrary.ROCK);
      List<String> db = List.of("--db", TestDatabase.inFile(folder).url());
      List<String> login = new ArrayList<>(db);
      login.addAll(List.of("--spotify-url", spotify.webApiUri().toString()));
      login.addAll(List.of("--accounts-url", spotify.accountsUri().toString()));
      List<String> user = List.of("--user", USER, "--redis", redis.uri());
      List<String> jobs = List.of("--redis", redis.uri());

      assertThat(quiet(List.of(), "--version").out()).matches("playlist-sync \\d.*\\s*");
      quiet(List.of(), "help");
      spotify.accounts().signInAs(USER);
      logIn(with(login, "login", "--redirect-port", "0"));
      quiet(login, "whoami", "--user", USER);
      quiet(login, "sync", "--user", USER);
      spotify.world().edit(rock).remove(0, 1);
      Cli logged = run(with(login, "sync", "--user", USER, "-vv", "--json"));
      assertThat(logged.json().path("outcome").asText()).isEqualTo("COMPLETE");
      assertThat(logged.err().lines()).isNotEmpty().allMatch(line -> line.matches(LOG_LINE));

      quiet(db, "playlists");
      quiet(db, "show", rock);
      quiet(db, "history", rock);
      assertThat(quiet(db, "diff", rock, "1", "2").out()).contains("1 removed");
      quiet(db, "restore", rock, "1");
      quiet(db, "prune");
      quiet(with(user, db), "schedule", "--every", "1d");
      quiet(with(user, db), "unschedule");
      quiet(user, "pause");
      quiet(user, "resume");
      String canceled = quiet(user, "enqueue").out().strip();
      quiet(jobs, "cancel", canceled);
      String job = quiet(jobs, "retry", canceled).out().strip();
      try (CliProcess work = start(with(with(login, jobs), "work"))) {
        quiet(jobs, "status", job, "--watch");
        work.terminate();
        assertThat(work.await().err().lines())
            .hasSize(2)
            .allMatch(line -> line.startsWith("playlist-sync: "));
      }
      commands.add("work");
      quiet(user, "jobs");
      assertThat(quiet(jobs, "repair").out()).contains("mended 0, left 0");
      quiet(db, "logout", "--user", USER);
    }
    commands.add("demo");
    assertThat(commands).containsAll(Main.commandLine(Map.of()).getSubcommands().keySet());
  }

  /** Runs a command that must succeed without a word on standard error. */
  private Cli quiet(List<String> options, String... command) throws Exception {
    Cli run = run(with(options, command));
    assertThat(run.code()).as("%s: %s", command[0], run).isZero();
    assertThat(run.err()).as(command[0]).isEmpty();
    commands.add(command[0]);
    return run;
  }

  private void logIn(List<String> command) throws Exception {
    try (CliProcess login = start(command)) {
      Matcher invitation = INVITATION.matcher("");
      while (!invitation.find()) {
        assertThat(login.endsWithin(50)).as(login.errSoFar()).isFalse();
        invitation = INVITATION.matcher(login.outSoFar());
      }
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build()
          .send(
              HttpRequest.newBuilder(URI.create(invitation.group(1))).build(),
              HttpResponse.BodyHandlers.discarding());
      Cli ended = login.await();
      assertThat(ended.code()).as(ended.toString()).isZero();
      assertThat(ended.err()).isEmpty();
      assertThat(ended.out())
          .contains("java -jar '" + JAR.toAbsolutePath() + "' sync --user '" + USER + "'\n");
      commands.add("login");
    }
  }

  private static Cli run(List<String> command) throws IOException, InterruptedException {
    try (CliProcess process = start(command)) {
      return process.await();
    }
  }

  private static CliProcess start(List<String> command) throws IOException {
    return CliProcess.start(java, ENVIRONMENT, command);
  }

  private static List<String> with(List<String> options, String... command) {
    return with(List.of(command), options);
  }

  private static List<String> with(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
