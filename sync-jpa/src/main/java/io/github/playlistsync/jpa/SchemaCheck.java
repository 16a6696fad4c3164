package io.github.playlistsync.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compares the tables of a database with those that the scripts make. More is not refused: longer
 * columns, further columns and indexes, and an index that begins as ours does.
 */
final class SchemaCheck {
  /** What a type of the scripts may be called, and what takes its place without a loss. */
  private static final Map<String, Set<String>> TYPES =
      Map.of(
          "integer", Set.of("integer", "int", "bigint"),
          "bigint", Set.of("bigint"),
          "boolean", Set.of("boolean", "tinyint", "bit"),
          "timestamp with time zone", Set.of("timestamp with time zone"),
          "timestamp", Set.of("timestamp", "datetime"),
          "datetime", Set.of("datetime"));

  private static final Set<String> TEXTS =
      Set.of(
          "character varying",
          "character large object",
          "varchar",
          "text",
          "mediumtext",
          "longtext");

  /** The least that a text without a limit of its own has to hold. */
  private static final int LONG_TEXT = StoreTables.LONG_TEXT;

  private final Database database;
  private final TableNames names;
  private final ScriptedTables scripted;

  SchemaCheck(Database database, TableNames names) {
    this.database = database;
    this.names = names;
    this.scripted = ScriptedTables.of(database);
  }

  /** Lists indexes that tables lack. */
  List<String> missingIndexes(Connection connection) throws SQLException {
    List<String> missing = new ArrayList<>();
    for (String table : scripted.columns().keySet()) {
      LiveTable live = LiveTable.read(connection, database, names, table);
      scripted.indexes().stream()
          .filter(index -> index.table().equals(table))
          .filter(index -> live.columns().keySet().containsAll(index.columns()))
          .filter(index -> live.indexes().stream().noneMatch(other -> serves(other, index)))
          .map(
              index ->
                  "%s on %s (%s)"
                      .formatted(
                          index.unique() ? "unique index" : "index",
                          names.of(table),
                          String.join(", ", index.columns())))
          .forEach(missing::add);
    }
    return missing;
  }

  private static boolean serves(LiveTable.Index live, ScriptedTables.Index wanted) {
    if (wanted.whole() && !live.whole()) {
      return false;
    }
    if (wanted.unique()) {
      return live.unique() && live.columns().equals(wanted.columns());
    }
    return live.columns().size() >= wanted.columns().size()
        && live.columns().subList(0, wanted.columns().size()).equals(wanted.columns());
  }

  /** Lists columns that cannot hold what the store writes, or compare it in another way. */
  List<String> unfitColumns(Connection connection) throws SQLException {
    List<String> unfit = new ArrayList<>();
    for (Map.Entry<String, Map<String, ScriptedTables.Column>> table :
        scripted.columns().entrySet()) {
      LiveTable live = LiveTable.read(connection, database, names, table.getKey());
      table
          .getValue()
          .forEach(
              (name, wanted) -> {
                LiveTable.Column column = live.columns().get(name);
                String fault = column == null ? "" : fault(column, wanted);
                if (!fault.isEmpty()) {
                  unfit.add("column %s.%s %s".formatted(names.of(table.getKey()), name, fault));
                }
              });
    }
    return unfit;
  }

  private String fault(LiveTable.Column live, ScriptedTables.Column wanted) {
    Set<String> types =
        wanted.isText() ? TEXTS : Objects.requireNonNull(TYPES.get(wanted.plainType()));
    if (!types.contains(live.type())) {
      return "is %s, not %s".formatted(live.type(), wanted.type());
    }
    if (live.size() < leastSize(wanted)) {
      return "is %s(%d), not %s".formatted(live.type(), live.size(), wanted.type());
    }
    if (wanted.nullable() && !live.nullable()) {
      return "refuses null";
    }
    return wanted.isText() ? faultOfCollation(live, wanted) : "";
  }

  private static int leastSize(ScriptedTables.Column wanted) {
    if (wanted.size() < Integer.MAX_VALUE) {
      return wanted.size();
    }
    return wanted.isText() ? LONG_TEXT : 0;
  }

  /** On MariaDB, where the default takes "abc" for "ABC". The others compare texts exactly. */
  private String faultOfCollation(LiveTable.Column live, ScriptedTables.Column wanted) {
    String collation = live.collation();
    if (database != Database.MARIADB || collation == null) {
      return "";
    }
    if (!collation.endsWith("_bin")) {
      return "has the collation " + collation + ", not one by bytes such as utf8mb4_bin";
    }
    return wanted.unicode() && !collation.startsWith("utf8mb4")
        ? "has the collation " + collation + ", not one of utf8mb4"
        : "";
  }
}
