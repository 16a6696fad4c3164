package io.github.playlistsync.jpa;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spi.store.ItemRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that write many rows at once, in one database's dialect. */
interface SetStatements {

  /** Inserts rows, or overwrites existing ones, in the given order. */
  <T> void upsert(Connection connection, TableRows<T> table, List<T> rows) throws SQLException;

  /** Inserts rows that do not exist yet. */
  <T> void insert(Connection connection, TableRows<T> table, List<T> rows) throws SQLException;

  /** Ends the current rows at these sort keys, and returns how many it ended. */
  int close(Connection connection, PlaylistId playlist, long revision, List<Long> sortKeys)
      throws SQLException;

  /**
   * Returns items of a playlist.
   *
   * @param rest the query after {@code where i.playlist_id = ?}
   */
  List<ItemRow> items(
      Connection connection, PlaylistId playlist, String rest, List<Long> parameters)
      throws SQLException;

  /** Reads a time that may be null. */
  @FunctionalInterface
  interface TimeColumn {
    @Nullable Instant get(ResultSet row, int column) throws SQLException;
  }

  /** The same in every dialect but for the times. */
  static List<ItemRow> items(
      Connection connection,
      TableNames names,
      PlaylistId playlist,
      String rest,
      List<Long> parameters,
      TimeColumn time)
      throws SQLException {
    String sql =
        names.in(
            "select i.sort_key, i.track_uri, i.added_at, i.added_by from sync_playlist_item i"
                + " where i.playlist_id = ?"
                + rest);
    List<ItemRow> items = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, playlist.value());
      for (int i = 0; i < parameters.size(); i++) {
        statement.setLong(2 + i, parameters.get(i));
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String uri = row.getString(2);
          items.add(
              new ItemRow(
                  row.getLong(1),
                  uri == null ? null : TrackUri.of(uri),
                  time.get(row, 3),
                  row.getString(4)));
        }
      }
    }
    return items;
  }

  /** A time with its zone. */
  static @Nullable Instant zonedTime(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** Locks a playlist against all that refer to it, and returns whether it is stored. */
  boolean lock(Connection connection, PlaylistId playlist) throws SQLException;

  /** The same in every dialect so far. */
  static boolean lock(Connection connection, TableNames names, PlaylistId playlist)
      throws SQLException {
    String sql = names.in("select id from sync_playlist where id = ? for update");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, playlist.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Assigns a batch to at most so many committed revisions that have none, without waiting for
   * writers, and returns to how many.
   */
  int number(Connection connection, long batch, int limit) throws SQLException;

  /** The same with a query of the rows to update, which has one parameter. */
  static int number(Connection connection, String sql, long batch, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, batch);
      statement.setInt(2, limit);
      return statement.executeUpdate();
    }
  }
}
