package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.jpa.JpaPlaylistStore;
import io.github.playlistsync.jpa.JpaSchema;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.simulator.World;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spotify.SpotifyWebApi;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles as it stands, and does what it says. */
class ReadmeExamplesTest {
  /** Stays after the test, so that Maven itself may build it. */
  private static final Path EMPTY_PROJECT = Path.of("target", "embed").toAbsolutePath();

  private static final String USER = "anna";
  private static final int PLAYLISTS = 5;
  private static final long LIMIT_SECONDS = 120;

  private final SpotifySimulator spotify =
      SpotifySimulator.builder().library(ReadmeExamplesTest::library).start();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    spotify.close();
  }

  @Test
  void theFilesMakeAProgramInAnEmptyProject() throws Exception {
    for (Map.Entry<String, String> file : Readme.read().files().entrySet()) {
      write(EMPTY_PROJECT.resolve(file.getKey()), file.getValue());
    }
    Path pom = EMPTY_PROJECT.resolve("pom.xml");
    Path main = EMPTY_PROJECT.resolve("src/main");
    compile(main.resolve("java/PlaylistCopy.java"), DeclaredClassPath.toCompile(pom), folder);

    Cli run =
        run(
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(
                    File.pathSeparator,
                    folder.toString(),
                    main.resolve("resources").toString(),
                    DeclaredClassPath.toRun(pom)),
                "PlaylistCopy"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().filter(line -> line.endsWith(": SYNCED"))).hasSize(PLAYLISTS);
    assertThat(run.out()).endsWith("COMPLETE\n");
    assertThat(run.err()).doesNotContain("ERROR", "WARN", "SEVERE", "SLF4J");
    LibraryImage truth = SimulatorImage.of(spotify, USER);
    TestDatabase database = new TestDatabase("jdbc:h2:file:" + folder.resolve("playlists"));
    assertThat(truth.differencesTo(database.library(USER))).isEmpty();
  }

  @Test
  void theOtherExamplesGoOnFromThere() throws Exception {
    Readme readme = Readme.read();
    assertThat(readme.code("java")).isNotEmpty();
    assertThat(readme.code("xml")).isEmpty();
    TestDatabase database = TestDatabase.inMemory();
    try (HikariDataSource dataSource = dataSource(database);
        EntityManagerFactory factory = factory(dataSource);
        SpotifyWebApi api = spotifyWebApi();
        SyncEngine engine =
            SyncEngine.builder().spotify(api).store(JpaPlaylistStore.create(factory)).build()) {
      SyncReport report = engine.syncUser(UserId.of(USER));

      for (String example : readme.code("java")) {
        run(example, engine, report.playlists().get(0).id());
      }
    }
    for (String query : readme.code("sql")) {
      assertThat(database.rows(query)).as(query).isNotEmpty();
    }
  }

  private static void library(World world) {
    Entries entries = Entries.seeded(3, USER);
    world.addUser(USER);
    for (int i = 1; i <= PLAYLISTS; i++) {
      world.createPlaylist(USER, "List " + i, entries.mixed(i * 40));
    }
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static void compile(Path source, String classPath, Path target) throws IOException {
    Files.createDirectories(target);
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                errors,
                errors,
                "-proc:none",
                "--release",
                "17",
                "-cp",
                classPath,
                "-d",
                target.toString(),
                source.toString());
    assertThat(result).as(errors.toString(StandardCharsets.UTF_8)).isZero();
  }

  /** Runs a program in a process of its own, in the folder. */
  private Cli run(List<String> java) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.command().addAll(java);
    builder.environment().put("SPOTIFY_USER", USER);
    builder.environment().put("SPOTIFY_ACCESS_TOKEN", token());
    builder.environment().put("SPOTIFY_URL", spotify.webApiUri().toString());
    Process process = builder.start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + Files.readString(err));
    }
    return new Cli(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Runs lines of Java in this process. */
  private void run(String example, SyncEngine engine, PlaylistId playlist) throws Exception {
    Path source = folder.resolve("Example.java");
    write(
        source,
        """
        import io.github.playlistsync.*;
        import io.github.playlistsync.model.*;
        import io.github.playlistsync.report.*;
        import java.time.*;
        import java.util.*;

        public class Example {
          public static void run(SyncEngine engine, UserId user, PlaylistId playlist) {
            %s
          }
        }
        """
            .formatted(example));
    compile(source, System.getProperty("java.class.path"), folder);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader
          .loadClass("Example")
          .getMethod("run", SyncEngine.class, UserId.class, PlaylistId.class)
          .invoke(null, engine, UserId.of(USER), playlist);
    }
  }

  private SpotifyWebApi spotifyWebApi() {
    return SpotifyWebApi.builder(AccessTokens.fixed(token())).baseUri(spotify.webApiUri()).build();
  }

  private String token() {
    return spotify.accounts().tokenFor(USER);
  }

  private static HikariDataSource dataSource(TestDatabase database) {
    HikariDataSource dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(database.url());
    dataSource.setUsername("sa");
    JpaSchema.in(dataSource).createIfMissing();
    return dataSource;
  }

  private static EntityManagerFactory factory(HikariDataSource dataSource) {
    return Persistence.createEntityManagerFactory(
        "playlist-sync", Map.of("jakarta.persistence.nonJtaDataSource", dataSource));
  }
}
