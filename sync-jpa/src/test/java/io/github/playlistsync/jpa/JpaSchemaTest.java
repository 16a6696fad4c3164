package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.playlistsync.contract.Race;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.testing.database.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpaSchemaTest {
  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void makesWhatIsMissingAndThenNothing(Database kind) {
    JpaSchema schema = JpaSchema.in(emptyDatabase(kind));

    schema.createIfMissing();
    schema.createIfMissing();

    assertThat(schema.missing()).isEmpty();
    schema.check();
  }

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void namesAllThatIsMissing(Database kind) throws SQLException {
    DataSource database = emptyDatabase(kind);
    JpaSchema schema = JpaSchema.in(database);
    assertThat(schema.missing())
        .containsExactlyInAnyOrder(
            "table sync_playlist",
            "table sync_track",
            "table sync_playlist_item",
            "table sync_revision",
            "table sync_library_entry",
            "table sync_feed",
            "table sync_schedule",
            "table sync_schema",
            "table sync_token",
            "table sync_user",
            "table sync_page",
            "view sync_playlist_content",
            "view sync_current_item");
    schema.createIfMissing();

    execute(database, "drop view sync_playlist_content");
    execute(database, "drop view sync_current_item");
    execute(database, "alter table sync_track drop column isrc");
    execute(database, "drop table sync_page");

    assertThatThrownBy(schema::check)
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the schema does not fit; missing: view sync_current_item, table sync_page, view"
                + " sync_playlist_content, column sync_track.isrc");
  }

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void letsManyStartAtOnce(Database kind) throws Exception {
    DataSource database = emptyDatabase(kind);
    Callable<Void> start =
        () -> {
          JpaSchema.in(database).createIfMissing();
          return null;
        };

    assertThat(Race.run(Collections.nCopies(6, start))).containsOnlyNulls();
  }

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void goesOnWhereItWasKilledOnADatabaseThatCommitsEachStatement(Database kind)
      throws SQLException {
    assumeThat(kind).as("commits a script as a whole").isNotEqualTo(Database.POSTGRESQL);
    List<String> statements =
        Database.SCRIPTS.stream().flatMap(s -> kind.statements(s).stream()).toList();
    for (int done = 1; done < statements.size(); done++) {
      DataSource database = emptyDatabase(kind);
      for (String sql : statements.subList(0, done)) {
        execute(database, sql);
      }

      JpaSchema.in(database).createIfMissing();
    }
  }

  @Test
  void leavesNothingHalfMadeOnADatabaseThatDoesNot() throws SQLException {
    DataSource database = emptyDatabase(Database.POSTGRESQL);
    execute(database, "create view sync_playlist_content as select 1 as one");

    assertThatThrownBy(() -> JpaSchema.in(database).createIfMissing())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("sync_playlist_content");

    assertThat(JpaSchema.in(database).missing()).contains("table sync_playlist");
  }

  @Test
  void saysInOneLineThatTheDatabaseCannotBeReached() {
    DataSource nowhere = PostgresServer.dataSource("jdbc:postgresql://127.0.0.1:1/none?user=x");

    assertThatThrownBy(() -> JpaSchema.in(nowhere).createIfMissing())
        .isInstanceOf(StoreUnavailableException.class)
        .message()
        .startsWith("could not create the schema: ")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void showsTheCurrentContentInOrder(Database kind) throws SQLException {
    DataSource database = emptyDatabase(kind);
    JpaSchema.in(database).createIfMissing();
    String playlist =
        "insert into sync_playlist values ('%s', 'n', null, 'PUBLIC', false, null, null, null,"
            + " true, null, 0, 0, 0, 2, 2, "
            + TestDatabase.noon(kind)
            + ")";
    execute(database, playlist.formatted("p"));
    execute(database, playlist.formatted("q"));
    execute(
        database,
        "insert into sync_track (uri, kind, title, artists) values"
            + " ('spotify:track:a', 'TRACK', 'A', '[\"X\"]')");
    String item =
        "insert into sync_playlist_item (playlist_id, sort_key, track_uri, from_revision,"
            + " until_revision) values ('%s', %d, %s, 1, %d)";
    execute(database, item.formatted("p", 20, "'spotify:track:a'", Long.MAX_VALUE));
    execute(database, item.formatted("p", -5, "null", Long.MAX_VALUE));
    execute(database, item.formatted("p", 10, "'spotify:track:a'", 2));
    execute(database, item.formatted("q", 30, "'spotify:track:a'", Long.MAX_VALUE));

    assertThat(
            query(
                database,
                "select playlist_id, position, uri, kind, title, artists"
                    + " from sync_playlist_content order by playlist_id, position"))
        .containsExactly(
            "p 0 null null null null",
            "p 1 spotify:track:a TRACK A [\"X\"]",
            "q 0 spotify:track:a TRACK A [\"X\"]");
  }

  private static DataSource emptyDatabase(Database kind) {
    return TestDatabase.dataSource(kind, TestDatabase.newUrl(kind));
  }

  private static void execute(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> query(DataSource dataSource, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(result.getObject(i)));
        }
        rows.add(String.join(" ", columns));
      }
    }
    return rows;
  }
}
