package io.github.playlistsync.jpa;

import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.testing.database.MariaDbServer;
import io.github.playlistsync.testing.database.PostgresServer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/** A database with the schema, and a store on it; one of each kind per JVM. */
final class TestDatabase {
  static final List<String> TABLES =
      List.of(
          "sync_page",
          "sync_token",
          "sync_schedule",
          "sync_user",
          "sync_library_entry",
          "sync_revision",
          "sync_playlist_item",
          "sync_track",
          "sync_playlist");

  /** Those of {@code META-INF/our-playlists-orm.xml}. */
  static final TableNames OUR_NAMES = TableNames.prefixed("our_").inSchema("music");

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Map<Database, TestDatabase> SHARED = new EnumMap<>(Database.class);
  private static final Map<Database, TestDatabase> NAMED = new EnumMap<>(Database.class);

  private final TableNames names;
  private final DataSource dataSource;
  private final EntityManagerFactory factory;
  private @Nullable OneSession session;

  private TestDatabase(Database kind, TableNames names) {
    String url = newUrl(kind);
    this.names = names;
    this.dataSource = dataSource(kind, url);
    if (names.schema() != null) {
      executeUnchecked(List.of("create schema " + names.schema()));
    }
    JpaSchema.in(dataSource, names).createIfMissing();
    // H2 with the provider's defaults: no batches. The others with batches, as a host would set
    // them.
    Map<String, Object> properties = new HashMap<>(kind == Database.H2 ? Map.of() : batches());
    properties.put("jakarta.persistence.jdbc.url", url);
    this.factory =
        Persistence.createEntityManagerFactory(
            names.equals(OUR_NAMES) ? "sync-jpa-named-test" : "sync-jpa-test", properties);
  }

  /** The databases of this run; {@code -Dsync.databases} names others. */
  static Stream<Database> kinds() {
    String names = System.getProperty("sync.databases", "H2,POSTGRESQL");
    return Arrays.stream(names.split(",")).map(Database::valueOf);
  }

  static synchronized TestDatabase of(Database kind) {
    return SHARED.computeIfAbsent(kind, missing -> new TestDatabase(missing, TableNames.usual()));
  }

  /** With the tables under a host's own names. */
  static synchronized TestDatabase named(Database kind) {
    return NAMED.computeIfAbsent(kind, missing -> new TestDatabase(missing, OUR_NAMES));
  }

  /** The address of a new, empty database. */
  static String newUrl(Database kind) {
    return switch (kind) {
      case H2 -> "jdbc:h2:mem:test" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1";
      case POSTGRESQL -> PostgresServer.shared().newDatabase();
      case MARIADB ->
          MariaDbServer.shared().newDatabase()
              + (hasHibernate() ? "" : "&connectionTimeZone=UTC&preserveInstants=true");
    };
  }

  private static boolean hasHibernate() {
    return TestDatabase.class.getResource("/org/hibernate/Session.class") != null;
  }

  static DataSource dataSource(Database kind, String url) {
    return switch (kind) {
      case H2 -> {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(url);
        yield dataSource;
      }
      case POSTGRESQL -> PostgresServer.dataSource(url);
      case MARIADB -> MariaDbServer.dataSource(url);
    };
  }

  /** A moment of 2026 in a database's SQL. */
  static String noon(Database kind) {
    return kind == Database.MARIADB
        ? "'2026-03-01 12:00:00'"
        : "timestamp with time zone '2026-03-01 12:00:00+00'";
  }

  DataSource dataSource() {
    return dataSource;
  }

  EntityManagerFactory factory() {
    return factory;
  }

  JpaPlaylistStore emptyStore() {
    executeUnchecked(TABLES.stream().map(table -> "delete from " + names.of(table)).toList());
    return store();
  }

  JpaPlaylistStore store() {
    return builder().tableNames(names).build();
  }

  /** The same with one EntityManager for all that this thread does. */
  JpaPlaylistStore emptyStoreInOneSession() {
    empty(dataSource);
    return builder(oneSession()).build();
  }

  /** Ends the session before. */
  OneSession oneSession() {
    if (session != null) {
      session.close();
    }
    session = new OneSession(factory);
    return session;
  }

  /** The same with Jakarta Persistence alone. */
  JpaPlaylistStore emptyPortableStore() {
    empty(dataSource);
    return builder().portableWrites().build();
  }

  /** Its pauses are long enough to let another thread go on, and too short to slow a test. */
  private JpaPlaylistStoreBuilder builder() {
    return builder(JpaTransactions.resourceLocal(factory));
  }

  private static JpaPlaylistStoreBuilder builder(JpaTransactions transactions) {
    Sleeper sleeper = Sleeper.system();
    return JpaPlaylistStore.builder(transactions)
        .sleeper(pause -> sleeper.sleep(pause.dividedBy(20)));
  }

  static void empty(DataSource dataSource) {
    try {
      execute(dataSource, TABLES.stream().map(table -> "delete from " + table).toList());
    } catch (SQLException e) {
      throw new IllegalStateException("could not empty the tables", e);
    }
  }

  private void executeUnchecked(List<String> statements) {
    try {
      execute(dataSource, statements);
    } catch (SQLException e) {
      throw new IllegalStateException("could not " + statements, e);
    }
  }

  static void execute(DataSource dataSource, List<String> statements) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Map<String, String> batches() {
    return Map.of(
        "hibernate.jdbc.batch_size",
        "500",
        "hibernate.order_updates",
        "true",
        "eclipselink.jdbc.batch-writing",
        "JDBC");
  }
}
