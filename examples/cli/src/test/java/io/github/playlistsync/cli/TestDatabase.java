package io.github.playlistsync.cli;

import io.github.playlistsync.testing.database.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database of a test's own, empty at first.
 *
 * @param url its address
 */
record TestDatabase(String url) {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  static TestDatabase inMemory() {
    return new TestDatabase("jdbc:h2:mem:cli" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
  }

  static TestDatabase inFile(Path folder) {
    return new TestDatabase("jdbc:h2:file:" + folder.resolve("copy" + NUMBER.incrementAndGet()));
  }

  static TestDatabase postgres() {
    return new TestDatabase(PostgresServer.shared().newDatabase());
  }

  Connection connect() throws SQLException {
    return url.startsWith("jdbc:h2:")
        ? DriverManager.getConnection(url, "sa", "")
        : DriverManager.getConnection(url);
  }

  /** The library of a user as it is stored. */
  LibraryImage library(String user) {
    try (Connection connection = connect()) {
      return DatabaseImage.read(connection, user);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Every row that a query gives, each as the texts of its columns. */
  List<List<String>> rows(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      while (row.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(row.getString(i)));
        }
        rows.add(cells);
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  long count(String from) {
    return Long.parseLong(rows("select count(*) from " + from).get(0).get(0));
  }

  @Override
  public String toString() {
    return url.startsWith("jdbc:h2:") ? "H2" : "PostgreSQL";
  }
}
