package io.github.playlistsync.jpa;

import io.github.playlistsync.error.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The databases that have schema scripts. */
enum Database {
  H2("H2"),
  POSTGRESQL("PostgreSQL"),
  /** MySQL takes the same scripts. */
  MARIADB("MariaDB|MySQL");

  private static final long LOCK = 0x706c73796e63L;
  private static final int LOCK_SECONDS = 60;

  /**
   * A server's locks share one namespace for all its databases; names have at most 64 characters.
   */
  private static final String MARIADB_LOCK = "concat('playlist-sync ', md5(database()))";

  /** In version order, from 1. */
  static final List<String> SCRIPTS =
      List.of("V1__playlist_sync.sql", "V2__users_and_feed.sql", "V3__suspensions_and_lists.sql");

  /** Matches the product name that the driver reports. */
  private final String productName;

  Database(String productName) {
    this.productName = productName;
  }

  static Database of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return find(connection)
        .orElseThrow(() -> new StoreException("there is no schema script for " + product));
  }

  /** Empty for a database without scripts. */
  static Optional<Database> find(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return Arrays.stream(values())
        .filter(database -> product.matches(database.productName))
        .findFirst();
  }

  /**
   * Waits until no other process is creating the schema. H2 has no lock that outlasts a statement,
   * but runs in one process.
   */
  void lockSchema(Statement statement) throws SQLException {
    if (this == POSTGRESQL) {
      statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
    } else if (this == MARIADB) {
      try (ResultSet locked =
          statement.executeQuery("select get_lock(" + MARIADB_LOCK + ", " + LOCK_SECONDS + ")")) {
        if (!locked.next() || locked.getInt(1) != 1) {
          throw new SQLTimeoutException("another process is making the schema");
        }
      }
    }
  }

  /** Releases the lock. PostgreSQL releases its own at the end of the transaction. */
  void unlockSchema(Connection connection) throws SQLException {
    if (this == MARIADB) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("do release_lock(" + MARIADB_LOCK + ")");
      }
    }
  }

  /**
   * A condition on {@code information_schema.columns}: the schema where a name without quotes is
   * found.
   */
  String inSchemaOf(String table) {
    int point = table.indexOf('.');
    return switch (this) {
      case H2 ->
          "lower(table_schema) = "
              + (point < 0 ? "lower(current_schema)" : "'" + table.substring(0, point) + "'");
      case POSTGRESQL ->
          "table_schema = (select n.nspname from pg_class c join pg_namespace n"
              + " on n.oid = c.relnamespace where c.oid = to_regclass('"
              + table
              + "'))";
      case MARIADB -> "table_schema = database()";
    };
  }

  /** The folder of the scripts on the class path. */
  String location() {
    return "io/github/playlistsync/jpa/schema/" + name().toLowerCase(Locale.ROOT);
  }

  /** The statements of a script, without comments and semicolons. */
  List<String> statements(String script) {
    StringBuilder sql = new StringBuilder();
    script(script)
        .lines()
        .filter(line -> !line.strip().startsWith("--"))
        .forEach(line -> sql.append(line).append('\n'));
    return Arrays.stream(sql.toString().split(";\n"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  /** A script from the jar, with the default names. */
  String script(String script) {
    return TableNames.resource("/" + location() + "/" + script);
  }
}
