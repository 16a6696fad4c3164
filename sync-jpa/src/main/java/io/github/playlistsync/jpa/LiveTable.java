package io.github.playlistsync.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table as a database has it. Names are in lower case. */
record LiveTable(Map<String, Column> columns, List<Index> indexes) {
  private static final String COLUMNS =
      "select table_schema, table_name, column_name, data_type, character_maximum_length,"
          + " datetime_precision, is_nullable, collation_name from information_schema.columns"
          + " where lower(table_name) = ? and ";

  /**
   * A column.
   *
   * @param type in lower case, as the information schema writes it
   * @param size the characters of a text or the digits of a second's fraction; the maximum where
   *     the database names none
   */
  record Column(String type, long size, boolean nullable, @Nullable String collation) {}

  /**
   * An index or a key.
   *
   * @param whole whether it has all rows
   */
  record Index(List<String> columns, boolean unique, boolean whole) {}

  /**
   * Reads a table; none of its parts if there is no such table.
   *
   * @param usual its default name
   */
  static LiveTable read(Connection connection, Database database, TableNames names, String usual)
      throws SQLException {
    Map<String, Column> columns = new TreeMap<>();
    String schema = null;
    String name = null;
    try (PreparedStatement statement =
        connection.prepareStatement(COLUMNS + database.inSchemaOf(names.of(usual)))) {
      statement.setString(1, names.unqualified(usual));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          schema = row.getString(1);
          name = row.getString(2);
          columns.put(row.getString(3).toLowerCase(Locale.ROOT), column(row));
        }
      }
    }
    return new LiveTable(
        columns, name == null ? List.of() : indexes(connection, database, schema, name));
  }

  private static Column column(ResultSet row) throws SQLException {
    String type = row.getString(4).toLowerCase(Locale.ROOT);
    String size = row.getString(type.matches("timestamp.*|datetime") ? 6 : 5);
    return new Column(
        type,
        size == null ? Long.MAX_VALUE : Long.parseLong(size),
        row.getString(7).equals("YES"),
        row.getString(8));
  }

  private static List<Index> indexes(
      Connection connection, Database database, @Nullable String schema, String name)
      throws SQLException {
    Map<String, Index> indexes = new TreeMap<>();
    boolean isCatalog = database == Database.MARIADB;
    try (ResultSet row =
        connection
            .getMetaData()
            .getIndexInfo(
                isCatalog ? schema : null, isCatalog ? null : schema, name, false, true)) {
      while (row.next()) {
        String column = row.getString("COLUMN_NAME");
        if (column != null) {
          String index = row.getString("INDEX_NAME");
          boolean unique = !row.getBoolean("NON_UNIQUE");
          boolean whole = row.getString("FILTER_CONDITION") == null;
          indexes
              .computeIfAbsent(index, missing -> new Index(new ArrayList<>(), unique, whole))
              .columns()
              .add(column.toLowerCase(Locale.ROOT).replace("\"", ""));
        }
      }
    }
    return List.copyOf(indexes.values());
  }
}
