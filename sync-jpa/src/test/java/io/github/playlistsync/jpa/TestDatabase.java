package io.github.playlistsync.jpa;

import io.github.playlistsync.testing.PostgresServer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A database with the schema in it, and a store on it; one of each kind a JVM. */
final class TestDatabase {
  private static final List<String> TABLES =
      List.of(
          "sync_page",
          "sync_token",
          "sync_user",
          "sync_library_entry",
          "sync_revision",
          "sync_playlist_item",
          "sync_track",
          "sync_playlist");

  private final DataSource dataSource;
  private final EntityManagerFactory factory;

  private TestDatabase(String url, DataSource dataSource, Map<String, String> settings) {
    this.dataSource = dataSource;
    JpaSchema.in(dataSource).createIfMissing();
    Map<String, Object> properties = new HashMap<>(settings);
    properties.put("jakarta.persistence.jdbc.url", url);
    this.factory = Persistence.createEntityManagerFactory("sync-jpa-test", properties);
  }

  /** With the provider's defaults: no batches. */
  static TestDatabase h2() {
    return H2.DATABASE;
  }

  /** With batches, as a host would set them. */
  static TestDatabase postgres() {
    return Postgres.DATABASE;
  }

  DataSource dataSource() {
    return dataSource;
  }

  EntityManagerFactory factory() {
    return factory;
  }

  JpaPlaylistStore emptyStore() {
    empty(dataSource);
    return JpaPlaylistStore.create(factory);
  }

  /** The same with nothing but Jakarta Persistence. */
  JpaPlaylistStore emptyPortableStore() {
    empty(dataSource);
    return JpaPlaylistStore.builder(JpaTransactions.resourceLocal(factory))
        .portableWrites()
        .build();
  }

  static void empty(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute("delete from " + table);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("could not empty the tables", e);
    }
  }

  private static final class H2 {
    static final TestDatabase DATABASE = create();

    private static TestDatabase create() {
      String url = "jdbc:h2:mem:contract;DB_CLOSE_DELAY=-1";
      JdbcDataSource dataSource = new JdbcDataSource();
      dataSource.setURL(url);
      return new TestDatabase(url, dataSource, Map.of());
    }
  }

  private static final class Postgres {
    static final TestDatabase DATABASE = create();

    private static TestDatabase create() {
      String url = PostgresServer.shared().newDatabase();
      Map<String, String> batches =
          Map.of(
              "hibernate.jdbc.batch_size",
              "500",
              "hibernate.order_updates",
              "true",
              "eclipselink.jdbc.batch-writing",
              "JDBC");
      return new TestDatabase(url, PostgresServer.dataSource(url), batches);
    }
  }
}
