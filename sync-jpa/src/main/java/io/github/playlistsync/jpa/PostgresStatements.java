package io.github.playlistsync.jpa;

import static java.util.stream.Collectors.joining;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.spi.store.ItemRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * PostgreSQL takes each column as an array: one statement with few parameters, however many rows.
 */
final class PostgresStatements implements SetStatements {
  private final TableNames names;

  PostgresStatements(TableNames names) {
    this.names = names;
  }

  @Override
  public <T> void upsert(Connection connection, TableRows<T> table, List<T> rows)
      throws SQLException {
    // Does not rewrite a row that already has these values.
    String conflict =
        " on conflict (%s) do update set %s where (%s) is distinct from (%s)"
            .formatted(
                String.join(", ", table.key()),
                table.others().stream().map(name -> name + " = excluded." + name).collect(comma()),
                table.others().stream().map(name -> "old." + name).collect(comma()),
                table.others().stream().map(name -> "excluded." + name).collect(comma()));
    write(connection, insertSql(table) + conflict, table, rows);
  }

  @Override
  public <T> void insert(Connection connection, TableRows<T> table, List<T> rows)
      throws SQLException {
    write(connection, insertSql(table), table, rows);
  }

  @Override
  public int close(Connection connection, PlaylistId playlist, long revision, List<Long> sortKeys)
      throws SQLException {
    String sql =
        names.in(
            "update sync_playlist_item set until_revision = ?"
                + " where playlist_id = ? and until_revision = ? and sort_key = any (?)");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, revision);
      statement.setString(2, playlist.value());
      statement.setLong(3, SyncPlaylistItem.CURRENT);
      statement.setArray(4, connection.createArrayOf("int8", sortKeys.toArray()));
      return statement.executeUpdate();
    }
  }

  @Override
  public List<ItemRow> items(
      Connection connection, PlaylistId playlist, String rest, List<Long> parameters)
      throws SQLException {
    return SetStatements.items(
        connection, names, playlist, rest, parameters, SetStatements::zonedTime);
  }

  @Override
  public boolean lock(Connection connection, PlaylistId playlist) throws SQLException {
    return SetStatements.lock(connection, names, playlist);
  }

  @Override
  public int number(Connection connection, long batch, int limit) throws SQLException {
    String sql =
        names.in(
            "update sync_revision set feed_batch = ? where ctid = any (array("
                + "select ctid from sync_revision where feed_batch is null"
                + " limit ? for update skip locked))");
    return SetStatements.number(connection, sql, batch, limit);
  }

  private <T> String insertSql(TableRows<T> table) {
    return "insert into %s as old (%s) select * from unnest(%s)"
        .formatted(
            names.of(table.table()),
            String.join(", ", table.columnNames()),
            table.columns().stream().map(column -> "?").collect(comma()));
  }

  private static <T> void write(Connection connection, String sql, TableRows<T> table, List<T> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < table.columns().size(); i++) {
        TableRows.Column<T> column = table.columns().get(i);
        // Times are sent as texts: the driver has no arrays of them.
        Object[] values =
            rows.stream()
                .map(column.value())
                .map(value -> value == null || isPlain(column) ? value : value.toString())
                .toArray();
        statement.setArray(i + 1, connection.createArrayOf(column.type().postgresName(), values));
      }
      statement.executeUpdate();
    }
  }

  private static boolean isPlain(TableRows.Column<?> column) {
    return column.type() != TableRows.Type.TIME;
  }

  private static java.util.stream.Collector<CharSequence, ?, String> comma() {
    return joining(", ");
  }
}
