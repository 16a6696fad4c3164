package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.testing.database.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Processes with little memory, and several at once. {@code -Dsync.scale=full} runs 8 processes
 * with 200 playlists of 5,000 tracks, and a user with 1,000,000 items.
 */
class JpaScaleTest {
  private static final boolean FULL = "full".equals(System.getProperty("sync.scale"));

  @Test
  void letsProcessesStorePlaylistsThatShareTracksAtOnce() throws Exception {
    int processes = FULL ? 8 : 3;
    int each = FULL ? 25 : 8;
    int tracks = FULL ? 5_000 : 500;
    String url = newDatabase();
    List<Process> running = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      running.add(
          StoreProcess.start("128m", url, i * each, (i + 1) * each - 1, tracks / 5, tracks));
    }

    for (Process process : running) {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isZero();
    }

    assertThat(count(url, "sync_playlist")).isEqualTo((long) processes * each);
    assertThat(count(url, "sync_playlist_item")).isEqualTo((long) processes * each * tracks / 5);
    assertThat(count(url, "sync_track"))
        .as("one row a track, of which a few may be in no playlist")
        .isEqualTo(number(url, "select count(distinct track_uri) from sync_playlist_item"))
        .isBetween(tracks * 9L / 10, (long) tracks);
    assertThat(
            number(
                url, "select deadlocks from pg_stat_database where datname = current_database()"))
        .isZero();
  }

  @Test
  void storesAPlaylistOfTenThousandItemsWithLittleMemory() throws Exception {
    String url = newDatabase();

    Process process = StoreProcess.start("96m", url, 1, 1, 10_000, 1_000_000);

    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(count(url, "sync_playlist_item")).isEqualTo(10_000);
  }

  @Test
  void syncsAUserOfManyPlaylistsWithLittleMemory() throws Exception {
    int playlists = FULL ? 2_000 : 100;
    int items = FULL ? 500 : 150;
    String url = newDatabase();
    Path log = Path.of("target", "sync-process.log");

    Process process =
        SyncProcess.start(FULL ? "256m" : "64m", url, playlists, items, playlists * items / 5, log);

    assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    Files.readAllLines(log).stream()
        .filter(line -> line.contains("in use"))
        .forEach(System.out::println);
    assertThat(count(url, "sync_playlist")).isEqualTo(playlists);
    assertThat(count(url, "sync_playlist_item")).isEqualTo((long) playlists * items);
  }

  private static String newDatabase() {
    String url = PostgresServer.shared().newDatabase();
    JpaSchema.in(PostgresServer.dataSource(url)).createIfMissing();
    return url;
  }

  private static long count(String url, String table) throws SQLException {
    return number(url, "select count(*) from " + table);
  }

  private static long number(String url, String sql) throws SQLException {
    try (Connection connection = PostgresServer.dataSource(url).getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
