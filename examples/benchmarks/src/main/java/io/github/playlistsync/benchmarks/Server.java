package io.github.playlistsync.benchmarks;

import io.github.playlistsync.jpa.JpaSchema;
import io.github.playlistsync.testing.PostgresServer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import javax.sql.DataSource;

/** A PostgreSQL that waits for its disk, and what a run on it took. */
final class Server implements AutoCloseable {
  private static final int RUNS = 5;

  /** A run, and what is made ready before it. */
  interface Step {
    void run() throws SQLException;
  }

  /**
   * The median of some runs.
   *
   * @param millis how long it took
   * @param walBytes what it wrote to the log of the server
   */
  record Cost(double millis, long walBytes) {
    String over(Cost other) {
      return "%6.2f x".formatted(millis / other.millis);
    }

    @Override
    public String toString() {
      return "%8.1f ms %8.3f MB WAL".formatted(millis, walBytes / 1e6);
    }
  }

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

  Cost measure(Step before, Step run) throws SQLException {
    return measure(RUNS, before, run);
  }

  /** The median of {@code runs}, after two that are not counted where there are several. */
  Cost measure(int runs, Step before, Step run) throws SQLException {
    double[] millis = new double[runs];
    long[] bytes = new long[runs];
    for (int i = runs > 1 ? -2 : 0; i < runs; i++) {
      execute("checkpoint");
      before.run();
      String from = position();
      long start = System.nanoTime();
      run.run();
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
        bytes[i] = bytesSince(from);
      }
    }
    Arrays.sort(millis);
    Arrays.sort(bytes);
    return new Cost(millis[runs / 2], bytes[runs / 2]);
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
