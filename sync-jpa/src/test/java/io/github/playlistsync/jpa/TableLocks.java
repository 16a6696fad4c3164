package io.github.playlistsync.jpa;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A session that locks everybody else out of tables. */
final class TableLocks implements AutoCloseable {
  private final Connection connection;

  TableLocks(DataSource owner) throws SQLException {
    connection = owner.getConnection();
    connection.setAutoCommit(false);
  }

  /** Locks each table that no transaction uses now. */
  void takeThoseThatAreFree() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : tables(statement)) {
        Savepoint before = connection.setSavepoint();
        try {
          statement.execute("lock table %s in access exclusive mode nowait".formatted(table));
        } catch (SQLException used) {
          connection.rollback(before);
        }
      }
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    String sql = "select tablename from pg_tables where schemaname = 'public'";
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        tables.add(result.getString(1));
      }
    }
    return tables;
  }

  /** Lets everybody in again. */
  void release() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
