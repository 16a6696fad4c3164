package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.simulator.DemoLibrary;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spotify.SpotifySettings;
import io.github.playlistsync.spotify.SpotifyWebApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the demo runs on: a simulated Spotify, a database in a temporary file, and an engine. */
final class DemoStage implements AutoCloseable {
  /** Names the process, so that it is not confused with another one's leftovers. */
  static final String FOLDER_PREFIX = "playlist-sync-demo-" + ProcessHandle.current().pid() + "-";

  static final UserId USER = UserId.of(DemoLibrary.USER);
  private static final long SEED = 40;

  private final Path folder;
  private final SpotifySimulator simulator;
  private final SpotifyWebApi api;
  private final Database database;
  private final SyncEngine engine;

  private DemoStage(
      Path folder,
      SpotifySimulator simulator,
      SpotifyWebApi api,
      Database database,
      SyncEngine engine) {
    this.folder = folder;
    this.simulator = simulator;
    this.api = api;
    this.database = database;
    this.engine = engine;
  }

  static DemoStage set(Output output) throws IOException {
    Path folder = Files.createTempDirectory(FOLDER_PREFIX);
    DatabaseAddress address =
        new DatabaseAddress(DatabaseKind.H2, "jdbc:h2:file:" + folder.resolve("demo"), "sa", null);
    SpotifySimulator simulator =
        SpotifySimulator.builder().seed(SEED).library(new DemoLibrary(SEED)).start();
    AccessTokens tokens = AccessTokens.fixed(simulator.accounts().tokenFor(DemoLibrary.USER));
    SpotifyWebApi api =
        SpotifyWebApi.builder(tokens)
            .baseUri(simulator.webApiUri())
            .settings(
                SpotifySettings.defaults()
                    .withTries(3, Duration.ofMillis(50), Duration.ofMillis(100)))
            .build();
    Database database = Database.open(address, true, Database.USUAL_CONNECTIONS);
    SyncEngine engine =
        SyncEngine.builder()
            .spotify(api)
            .store(database.store())
            .listener(new ProgressOnly(new SyncDisplay(output, wait -> output.line("   " + wait))))
            .build();
    return new DemoStage(folder, simulator, api, database, engine);
  }

  SpotifySimulator simulator() {
    return simulator;
  }

  SyncEngine engine() {
    return engine;
  }

  SyncReport sync() {
    return engine.syncUser(USER);
  }

  /** What a complete sync must have stored. */
  LibraryImage truth() {
    return SimulatorImage.of(simulator, DemoLibrary.USER);
  }

  /** What is stored. */
  LibraryImage stored() {
    try (Connection connection = database.dataSource().getConnection()) {
      return DatabaseImage.read(connection, DemoLibrary.USER);
    } catch (SQLException e) {
      throw new CommandFailedException("the database could not be read: " + e.getMessage());
    }
  }

  /** The stored library as the command {@code playlists} shows it. */
  List<PlaylistsCommand.Row> rows() {
    return PlaylistsCommand.rows(database, USER);
  }

  /** Stops the running sync. */
  void stop() {
    engine.close();
  }

  @Override
  public void close() throws IOException {
    engine.close();
    database.close();
    api.close();
    simulator.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
