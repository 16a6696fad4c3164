package io.github.playlistsync.jpa;

import static java.util.Map.entry;

import io.github.playlistsync.error.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * The tables that {@link JpaPlaylistStore} needs: makes them, and says what is missing. The scripts
 * stand on the class path under {@code io/github/playlistsync/jpa/schema/}, in {@code h2}, {@code
 * mariadb} and {@code postgresql}, named as Flyway wants them, for hosts that bring their schema up
 * to date themselves.
 *
 * <p>Each call takes a connection of the data source and gives it back. The tables are made and
 * looked for in the schema that the connection is in.
 */
public final class JpaSchema {
  private static final Map<String, List<String>> TABLES =
      new TreeMap<>(
          Map.ofEntries(
              entry(
                  "sync_playlist",
                  List.of(
                      "id",
                      "name",
                      "description",
                      "visibility",
                      "collaborative",
                      "owner_id",
                      "owner_name",
                      "image_url",
                      "owner_view",
                      "snapshot_id",
                      "track_count",
                      "placeholders",
                      "remote_total",
                      "revision",
                      "version",
                      "synced_at")),
              entry(
                  "sync_track",
                  List.of(
                      "uri",
                      "kind",
                      "spotify_id",
                      "title",
                      "artists",
                      "album",
                      "album_image_url",
                      "duration_ms",
                      "explicit",
                      "isrc")),
              entry(
                  "sync_playlist_item",
                  List.of(
                      "playlist_id",
                      "sort_key",
                      "track_uri",
                      "added_at",
                      "added_by",
                      "from_revision",
                      "until_revision")),
              entry(
                  "sync_revision",
                  List.of(
                      "playlist_id",
                      "revision",
                      "origin",
                      "committed_at",
                      "snapshot_id",
                      "added",
                      "removed",
                      "moved",
                      "track_count",
                      "placeholders",
                      "remote_total",
                      "feed_batch")),
              entry("sync_feed", List.of("id", "last_batch")),
              entry(
                  "sync_library_entry",
                  List.of(
                      "user_id",
                      "playlist_id",
                      "position",
                      "visibility",
                      "access",
                      "checked_snapshot",
                      "lost_since",
                      "first_seen",
                      "gone_since")),
              entry(
                  "sync_user",
                  List.of(
                      "id",
                      "synced_at",
                      "schedule_every",
                      "schedule_jitter",
                      "schedule_priority",
                      "reauthorisation_since")),
              entry(
                  "sync_token",
                  List.of("user_id", "key_id", "secret", "lease_holder", "lease_until")),
              entry(
                  "sync_page",
                  List.of(
                      "user_id",
                      "playlist_id",
                      "snapshot_id",
                      "page_offset",
                      "content",
                      "saved_at")),
              entry(
                  "sync_playlist_content",
                  List.of(
                      "playlist_id",
                      "position",
                      "uri",
                      "kind",
                      "title",
                      "artists",
                      "album",
                      "added_at",
                      "added_by"))));

  private final DataSource dataSource;

  private JpaSchema(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * The schema in a database.
   *
   * @throws NullPointerException if {@code dataSource} is null
   */
  public static JpaSchema in(DataSource dataSource) {
    return new JpaSchema(Objects.requireNonNull(dataSource, "dataSource"));
  }

  /**
   * Runs the scripts that have not been run, if any. Safe to call at every start and from many
   * processes at once: they wait for each other, a minute at the most on MariaDB. On PostgreSQL the
   * scripts take effect together; elsewhere one that was cut off is gone on with.
   *
   * @throws StoreException if there are no scripts for this database, it refuses a statement, or
   *     something is missing afterwards
   * @throws io.github.playlistsync.error.StoreUnavailableException if it cannot be reached
   */
  public void createIfMissing() {
    // H2 has no lock that would outlast its statements, but is in one process.
    synchronized (JpaSchema.class) {
      withConnection("create the schema", this::create);
    }
    check();
  }

  /**
   * What is missing, one line a table, view or column: "column sync_track.isrc".
   *
   * @return empty if everything is there
   * @throws io.github.playlistsync.error.StoreUnavailableException if the database cannot be
   *     reached
   */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    withConnection(
        "look at the schema",
        connection -> {
          connection.setAutoCommit(true);
          for (Map.Entry<String, List<String>> table : TABLES.entrySet()) {
            missing.addAll(missing(connection, table.getKey(), table.getValue()));
          }
        });
    return List.copyOf(missing);
  }

  /**
   * Checks that everything is there.
   *
   * @throws StoreException if something is missing; its message names all of it
   * @throws io.github.playlistsync.error.StoreUnavailableException if the database cannot be
   *     reached
   */
  public void check() {
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      throw new StoreException(
          "the schema is not complete; missing: " + String.join(", ", missing));
    }
  }

  private void create(Connection connection) throws SQLException {
    Database database = Database.of(connection);
    if (version(connection) == Database.SCRIPTS.size()) {
      return;
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      database.lockSchema(statement);
      for (int version = version(connection); version < Database.SCRIPTS.size(); version++) {
        for (String sql : database.statements(Database.SCRIPTS.get(version))) {
          statement.execute(sql);
        }
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      database.unlockSchema(connection);
    }
  }

  /** The newest script that was run; 0 if none was. */
  private static int version(Connection connection) throws SQLException {
    return columns(connection, "sync_schema").isEmpty() ? 0 : newest(connection);
  }

  private static int newest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select max(version) from sync_schema")) {
      return result.next() ? result.getInt(1) : 0;
    }
  }

  private static List<String> missing(Connection connection, String table, List<String> wanted)
      throws SQLException {
    Set<String> there = columns(connection, table);
    if (there.isEmpty()) {
      return List.of((table.endsWith("_content") ? "view " : "table ") + table);
    }
    return wanted.stream()
        .filter(column -> !there.contains(column))
        .map(column -> "column " + table + "." + column)
        .toList();
  }

  /** The columns of a table in small letters; empty if it is not there. */
  private static Set<String> columns(Connection connection, String table) throws SQLException {
    Set<String> names = new HashSet<>();
    // Without the savepoint, asking for a table that is not there would end PostgreSQL's
    // transaction.
    Savepoint before = connection.getAutoCommit() ? null : connection.setSavepoint();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select * from " + table + " where 1 = 0")) {
      ResultSetMetaData columns = result.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        names.add(columns.getColumnLabel(i).toLowerCase(Locale.ROOT));
      }
    } catch (SQLException e) {
      if (e.getSQLState() == null || !e.getSQLState().startsWith("42")) {
        throw e;
      }
      if (before != null) {
        connection.rollback(before);
      }
    }
    return names;
  }

  private void withConnection(String what, Work work) {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      try {
        work.accept(connection);
      } finally {
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException e) {
      throw SqlFailure.of(e).toException(what);
    }
  }

  @FunctionalInterface
  private interface Work {
    void accept(Connection connection) throws SQLException;
  }
}
