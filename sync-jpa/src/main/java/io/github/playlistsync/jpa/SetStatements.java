package io.github.playlistsync.jpa;

import io.github.playlistsync.model.PlaylistId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Statements that write many rows at once, in the words of one database. */
interface SetStatements {

  /** Inserts rows, or overwrites those that are there, in the order given. */
  <T> void upsert(Connection connection, TableRows<T> table, List<T> rows) throws SQLException;

  /** Inserts rows of which none is there. */
  <T> void insert(Connection connection, TableRows<T> table, List<T> rows) throws SQLException;

  /** Ends the current rows at these sort keys, and says how many that were. */
  int close(Connection connection, PlaylistId playlist, long revision, List<Long> sortKeys)
      throws SQLException;
}
