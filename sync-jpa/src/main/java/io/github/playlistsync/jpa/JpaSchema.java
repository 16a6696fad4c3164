package io.github.playlistsync.jpa;

import static java.util.stream.Collectors.joining;

import io.github.playlistsync.error.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Creates the tables that {@link JpaPlaylistStore} needs, and checks them. The scripts are on the
 * class path under {@code io/github/playlistsync/jpa/schema/}, in {@code h2}, {@code mariadb} and
 * {@code postgresql}, for hosts that migrate their schema themselves: a Flyway with a history table
 * of its own takes a folder as it is, Liquibase includes {@code changelog.xml}, and a host's own
 * migrations take copies under numbers of theirs.
 *
 * <p>Each call borrows a connection from the data source. The tables live in the connection's
 * current schema unless {@link TableNames} names another.
 */
public final class JpaSchema {
  private static final int LONGEST_MILLIS = 3_600_000;

  private final DataSource dataSource;

  private final TableNames names;

  private JpaSchema(DataSource dataSource, TableNames names) {
    this.dataSource = dataSource;
    this.names = names;
  }

  /**
   * The schema of a database, with the default names.
   *
   * @throws NullPointerException if {@code dataSource} is null
   */
  public static JpaSchema in(DataSource dataSource) {
    return in(dataSource, TableNames.usual());
  }

  /**
   * The schema of a database, with the host's own names.
   *
   * @throws NullPointerException if an argument is null
   */
  public static JpaSchema in(DataSource dataSource, TableNames names) {
    return new JpaSchema(
        Objects.requireNonNull(dataSource, "dataSource"), Objects.requireNonNull(names, "names"));
  }

  /**
   * The scripts for this database with the chosen names, for a host that adds them to its own
   * migrations.
   *
   * @return script texts by file name, {@code V1__….sql}, in version order
   * @throws StoreException if there are no scripts for this database, or the names have a schema
   *     and the database has none
   * @throws io.github.playlistsync.error.StoreUnavailableException if the database cannot be
   *     reached
   */
  public Map<String, String> scripts() {
    Map<String, String> scripts = new LinkedHashMap<>();
    withConnection(
        "look at the database",
        connection -> {
          Database database = database(connection);
          Database.SCRIPTS.forEach(
              script -> scripts.put(script, names.in(database.script(script))));
        });
    return Collections.unmodifiableMap(scripts);
  }

  /**
   * Runs the scripts that have not run yet. Safe to call at every start and from many processes at
   * once: they wait for each other, on MariaDB for at most a minute. On PostgreSQL all scripts
   * commit together; elsewhere a script that was interrupted is resumed.
   *
   * @throws StoreException if there are no scripts for this database, it rejects a statement, the
   *     tables come from a newer release or were not made by the scripts, or {@link #check} finds a
   *     fault afterwards
   * @throws io.github.playlistsync.error.StoreUnavailableException if the database cannot be
   *     reached
   */
  public void createIfMissing() {
    // H2 has no lock that outlasts a statement, but runs in one process.
    synchronized (JpaSchema.class) {
      withConnection("create the schema", this::create);
    }
    check();
  }

  /**
   * Lists what is missing, one line per table, view, column or index, and per script that has not
   * run: "column sync_track.isrc". It uses the host's names.
   *
   * @return empty if nothing is
   * @throws io.github.playlistsync.error.StoreUnavailableException if the database cannot be
   *     reached
   */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    withConnection("look at the schema", connection -> missing.addAll(missing(connection)));
    return List.copyOf(missing);
  }

  /**
   * Checks that the schema is complete and of this release, and that its columns hold and compare
   * texts and times as those of the scripts do. On a database without scripts it looks for tables,
   * the view and columns only.
   *
   * @throws StoreException if not; the message lists all that is missing or does not fit
   * @throws io.github.playlistsync.error.StoreUnavailableException if the database cannot be
   *     reached
   */
  public void check() {
    List<String> faults = new ArrayList<>();
    withConnection(
        "look at the schema",
        connection -> {
          List<String> missing = missing(connection);
          requireNoNewer(version(connection));
          if (!missing.isEmpty()) {
            faults.add("missing: " + String.join(", ", missing));
          }
          Optional<Database> database = Database.find(connection);
          if (database.isPresent()) {
            faults.addAll(new SchemaCheck(database.get(), names).unfitColumns(connection));
          }
        });
    if (!faults.isEmpty()) {
      throw new StoreException("the schema does not fit; " + String.join("; ", faults));
    }
  }

  private List<String> missing(Connection connection) throws SQLException {
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, List<String>> table : StoreTables.columns().entrySet()) {
      missing.addAll(missing(connection, table.getKey(), table.getValue()));
    }
    Optional<Database> database = Database.find(connection);
    if (database.isPresent()) {
      missing.addAll(new SchemaCheck(database.get(), names).missingIndexes(connection));
    }
    int version = version(connection);
    if (version > 0 && version < Database.SCRIPTS.size()) {
      Database.SCRIPTS
          .subList(version, Database.SCRIPTS.size())
          .forEach(script -> missing.add("script " + script));
    }
    return missing;
  }

  private static void requireNoNewer(int version) {
    int newest = Database.SCRIPTS.size();
    if (version > newest) {
      throw new StoreException(
          "the schema has version %d, made by a newer release of this library; this one knows up to"
                  .formatted(version)
              + " version %d: use the newer one".formatted(newest));
    }
  }

  /** Hibernate's tables, for one, hold 255 characters and have no index. */
  private void requireOurs(Connection connection) throws SQLException {
    if (!columns(connection, names.of(StoreTables.VERSIONS)).isEmpty()) {
      return;
    }
    List<String> others = new ArrayList<>();
    for (String table : StoreTables.byEntity().values()) {
      if (!columns(connection, names.of(table)).isEmpty()) {
        others.add(names.of(table));
      }
    }
    if (!others.isEmpty()) {
      throw new StoreException(
          "%s: these tables are there, but not from the scripts, since there is no %s; drop them,"
                  .formatted(
                      others.stream().sorted().collect(joining(", ")),
                      names.of(StoreTables.VERSIONS))
              + " and let no other tool make them, such as hibernate.hbm2ddl.auto");
    }
  }

  private void create(Connection connection) throws SQLException {
    Database database = database(connection);
    requireNoNewer(version(connection));
    if (version(connection) == Database.SCRIPTS.size()) {
      return;
    }
    int limit = TransactionConnection.networkTimeout(connection);
    if (limit > 0) {
      // An index of a large table takes longer than any statement of the store.
      connection.setNetworkTimeout(Runnable::run, Math.max(limit, LONGEST_MILLIS));
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      database.lockSchema(statement);
      requireOurs(connection);
      for (int version = version(connection); version < Database.SCRIPTS.size(); version++) {
        for (String sql : database.statements(Database.SCRIPTS.get(version))) {
          statement.execute(names.in(sql));
        }
      }
      connection.commit();
    } catch (SQLException | StoreException e) {
      connection.rollback();
      throw e;
    } finally {
      database.unlockSchema(connection);
      if (limit > 0) {
        connection.setNetworkTimeout(Runnable::run, limit);
      }
    }
  }

  private Database database(Connection connection) throws SQLException {
    Database database = Database.of(connection);
    if (database == Database.MARIADB && names.schema() != null) {
      throw new StoreException(
          "MariaDB has no schemas within a database; name it in the connection URL, not in the"
              + " table names: "
              + names.schema());
    }
    return database;
  }

  /** The newest script that has run; 0 if none has. */
  private int version(Connection connection) throws SQLException {
    return columns(connection, names.of(StoreTables.VERSIONS)).isEmpty() ? 0 : newest(connection);
  }

  private int newest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select max(version) from " + names.of(StoreTables.VERSIONS))) {
      return result.next() ? result.getInt(1) : 0;
    }
  }

  private List<String> missing(Connection connection, String usual, List<String> wanted)
      throws SQLException {
    String table = names.of(usual);
    Set<String> there = columns(connection, table);
    if (there.isEmpty()) {
      return List.of((StoreTables.isView(usual) ? "view " : "table ") + table);
    }
    return wanted.stream()
        .filter(column -> !there.contains(column))
        .map(column -> "column " + table + "." + column)
        .toList();
  }

  /** The columns of a table in lower case; empty if there is no such table. */
  private static Set<String> columns(Connection connection, String table) throws SQLException {
    Set<String> names = new HashSet<>();
    // Without the savepoint, a query of a missing table would abort PostgreSQL's transaction.
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

  /** What waits for another process has to see afterwards what that one committed. */
  private void withConnection(String what, Work work) {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(true);
      int isolation = connection.getTransactionIsolation();
      if (isolation > Connection.TRANSACTION_READ_COMMITTED) {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
      try {
        work.accept(connection);
      } finally {
        connection.setAutoCommit(true);
        if (isolation > Connection.TRANSACTION_READ_COMMITTED) {
          connection.setTransactionIsolation(isolation);
        }
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
