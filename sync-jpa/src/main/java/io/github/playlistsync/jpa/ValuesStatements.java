package io.github.playlistsync.jpa;

import static java.util.stream.Collectors.joining;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.spi.store.ItemRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** For databases that take many rows as {@code values} and differ in how they overwrite. */
final class ValuesStatements implements SetStatements {
  private static final int MAX_ROWS = 200;

  /** How a database inserts or overwrites. */
  private enum Upsert {
    /** {@code merge into … key (…) values …}: H2. */
    MERGE,
    /** {@code insert … on duplicate key update}: MariaDB and MySQL. */
    ON_DUPLICATE_KEY
  }

  private final Upsert way;
  private final TableNames names;

  private ValuesStatements(Upsert way, TableNames names) {
    this.way = way;
    this.names = names;
  }

  static ValuesStatements h2(TableNames names) {
    return new ValuesStatements(Upsert.MERGE, names);
  }

  static ValuesStatements mariaDb(TableNames names) {
    return new ValuesStatements(Upsert.ON_DUPLICATE_KEY, names);
  }

  @Override
  public <T> void upsert(Connection connection, TableRows<T> table, List<T> rows)
      throws SQLException {
    String columns = String.join(", ", table.columnNames());
    String name = names.of(table.table());
    if (way == Upsert.MERGE) {
      String key = String.join(", ", table.key());
      write(
          connection,
          "merge into " + name + " (" + columns + ") key (" + key + ")",
          table,
          rows,
          "");
    } else {
      String update =
          table.others().stream()
              .map(column -> column + " = values(" + column + ")")
              .collect(joining(", ", " on duplicate key update ", ""));
      write(connection, "insert into " + name + " (" + columns + ")", table, rows, update);
    }
  }

  @Override
  public <T> void insert(Connection connection, TableRows<T> table, List<T> rows)
      throws SQLException {
    String columns = String.join(", ", table.columnNames());
    String insert = "insert into " + names.of(table.table()) + " (" + columns + ")";
    write(connection, insert, table, rows, "");
  }

  @Override
  public int close(Connection connection, PlaylistId playlist, long revision, List<Long> sortKeys)
      throws SQLException {
    List<Long> keys = Chunks.padded(sortKeys);
    String sql =
        names.in(
            "update sync_playlist_item set until_revision = ?"
                + " where playlist_id = ? and until_revision = ?"
                + " and sort_key in "
                + marks(keys.size()));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, revision);
      statement.setString(2, playlist.value());
      statement.setLong(3, SyncPlaylistItem.CURRENT);
      for (int i = 0; i < keys.size(); i++) {
        statement.setLong(4 + i, keys.get(i));
      }
      return statement.executeUpdate();
    }
  }

  @Override
  public List<ItemRow> items(
      Connection connection, PlaylistId playlist, String rest, List<Long> parameters)
      throws SQLException {
    return SetStatements.items(
        connection,
        names,
        playlist,
        rest,
        parameters,
        way == Upsert.MERGE ? SetStatements::zonedTime : ValuesStatements::utcTime);
  }

  private static @Nullable Instant utcTime(ResultSet row, int column) throws SQLException {
    LocalDateTime time = row.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  @Override
  public boolean lock(Connection connection, PlaylistId playlist) throws SQLException {
    return SetStatements.lock(connection, names, playlist);
  }

  @Override
  public int number(Connection connection, long batch, int limit) throws SQLException {
    if (way == Upsert.MERGE) {
      String sql =
          names.in("update sync_revision set feed_batch = ? where feed_batch is null limit ?");
      return SetStatements.number(connection, sql, batch, limit);
    }
    // MariaDB's updates wait for rows that others are inserting; this leaves them to the next
    // reader.
    List<Object[]> keys = committedWithoutBatch(connection, limit);
    try (PreparedStatement statement =
        connection.prepareStatement(
            names.in(
                "update sync_revision set feed_batch = ? where playlist_id = ? and revision ="
                    + " ?"))) {
      for (Object[] key : keys) {
        statement.setLong(1, batch);
        statement.setObject(2, key[0]);
        statement.setObject(3, key[1]);
        statement.addBatch();
      }
      statement.executeBatch();
    }
    return keys.size();
  }

  private List<Object[]> committedWithoutBatch(Connection connection, int limit)
      throws SQLException {
    String sql =
        names.in("select playlist_id, revision from sync_revision where feed_batch is null")
            + " limit "
            + limit
            + " for update skip locked";
    List<Object[]> keys = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        keys.add(new Object[] {row.getString(1), row.getLong(2)});
      }
    }
    return keys;
  }

  private <T> void write(
      Connection connection, String before, TableRows<T> table, List<T> rows, String after)
      throws SQLException {
    for (int from = 0; from < rows.size(); from += MAX_ROWS) {
      List<T> part = rows.subList(from, Math.min(from + MAX_ROWS, rows.size()));
      String values =
          Collections.nCopies(part.size(), marks(table.columns().size())).stream()
              .collect(Collectors.joining(", ", " values ", ""));
      try (PreparedStatement statement = connection.prepareStatement(before + values + after)) {
        int index = 1;
        for (T row : part) {
          for (TableRows.Column<T> column : table.columns()) {
            statement.setObject(index++, value(column, row));
          }
        }
        statement.executeUpdate();
      }
    }
  }

  private <T> @Nullable Object value(TableRows.Column<T> column, T row) {
    Object value = column.value().apply(row);
    // A datetime of MariaDB is in UTC by the schema, and its driver would convert it to the time
    // zone of the process.
    return way == Upsert.ON_DUPLICATE_KEY && value instanceof OffsetDateTime moment
        ? moment.toLocalDateTime()
        : value;
  }

  private static String marks(int count) {
    return Collections.nCopies(count, "?").stream().collect(joining(", ", "(", ")"));
  }
}
