package io.github.playlistsync.benchmarks;

import io.github.playlistsync.jpa.JpaSchema;
import io.github.playlistsync.testing.database.PostgresServer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A PostgreSQL with fsync on, and what a run on it takes. */
final class Server implements AutoCloseable {
  private final DataSource dataSource;
  private final EntityManagerFactory factory;

  Server() {
    String url = PostgresServer.durable().newDatabase();
    dataSource = PostgresServer.dataSource(url);
    JpaSchema.in(dataSource).createIfMissing();
    factory =
        Persistence.createEntityManagerFactory(
            "benchmarks", Map.of("jakarta.persistence.jdbc.url", url));
  }

  EntityManagerFactory factory() {
    return factory;
  }

  Connection connection() throws SQLException {
    return dataSource.getConnection();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  void empty() throws SQLException {
    execute(
        "truncate sync_playlist_item, sync_revision, sync_library_entry, sync_playlist, sync_track");
  }

  /** Lets the ways take turns without measuring. */
  void warmUp(int rounds, List<Contestant> contestants) throws SQLException {
    for (int round = 0; round < rounds; round++) {
      for (Contestant contestant : contestants) {
        contestant.before().run();
        contestant.run().run();
      }
    }
  }

  /** Lets the ways take turns, and records what each turn took. */
  void measure(int rounds, List<Contestant> contestants) throws SQLException {
    for (int round = 0; round < rounds; round++) {
      for (Contestant contestant : contestants) {
        // Before the preparation: the first change of a page after a checkpoint logs the whole
        // page.
        execute("checkpoint");
        contestant.before().run();
        String from = position();
        long start = System.nanoTime();
        contestant.run().run();
        contestant.took((System.nanoTime() - start) / 1e6, bytesSince(from));
      }
    }
  }

  private String position() throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select pg_current_wal_insert_lsn()::text")) {
      result.next();
      return result.getString(1);
    }
  }

  private long bytesSince(String position) throws SQLException {
    String sql = "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), ?::pg_lsn)";
    try (Connection connection = connection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, position);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
