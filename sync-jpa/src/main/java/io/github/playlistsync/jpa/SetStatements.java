package io.github.playlistsync.jpa;

import io.github.playlistsync.model.PlaylistId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Statements that write many rows at once, in one database's dialect. */
interface SetStatements {

  /** Inserts rows, or overwrites existing ones, in the given order. */
  <T> void upsert(Connection connection, TableRows<T> table, List<T> rows) throws SQLException;

  /** Inserts rows that do not exist yet. */
  <T> void insert(Connection connection, TableRows<T> table, List<T> rows) throws SQLException;

  /** Ends the current rows at these sort keys, and returns how many it ended. */
  int close(Connection connection, PlaylistId playlist, long revision, List<Long> sortKeys)
      throws SQLException;

  /** Assigns a batch to the committed revisions that have none, without waiting for writers. */
  void number(Connection connection, long batch) throws SQLException;

  /** The same where an update passes by the rows of transactions that are not committed. */
  static void numberAll(Connection connection, TableNames names, long batch) throws SQLException {
    String sql = names.in("update sync_revision set feed_batch = ? where feed_batch is null");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, batch);
      statement.executeUpdate();
    }
  }
}
