package io.github.playlistsync.jpa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns and indexes that a database's scripts make, by the default names. Read from the
 * scripts, so that nothing has to be said of them twice.
 */
final class ScriptedTables {
  private static final Pattern TABLE =
      Pattern.compile("create table (?:if not exists )?(\\w+) \\((.*)\\)[^)]*");
  private static final Pattern ADDED =
      Pattern.compile("alter table (\\w+) add column (?:if not exists )?(.*)");
  private static final Pattern RENAMED =
      Pattern.compile(
          "alter table (\\w+) (?:rename|alter) column (?:if exists )?(\\w+) (?:rename )?to (\\w+)");
  private static final Pattern INDEX =
      Pattern.compile(
          "create (unique )?index (?:if not exists )?(\\w+) on (\\w+) \\(([^)]*)\\)(.*)");
  private static final Pattern DROPPED = Pattern.compile("drop index (?:if exists )?(\\w+).*");

  private static final Pattern KEY =
      Pattern.compile("(?:(primary|unique) )?key (?:(\\w+) )?\\((.*)\\)");
  private static final Pattern COLUMN =
      Pattern.compile("(\\w+) (\\w+(?:\\((\\d+)\\))?(?: with time zone)?)(.*)");

  private final Map<String, Map<String, Column>> columns = new TreeMap<>();
  private final List<Index> indexes = new ArrayList<>();

  /**
   * A column.
   *
   * @param type as the script writes it
   * @param size the characters of a text or the digits of a second's fraction; the maximum where
   *     the type has none
   */
  record Column(String type, int size, boolean nullable, boolean unicode) {

    /** The type without its size. */
    String plainType() {
      return type.replaceAll("\\(\\d+\\)", "");
    }

    boolean isText() {
      return plainType().matches("varchar|(medium|long)?text");
    }
  }

  /**
   * An index or a key. A primary key has no name.
   *
   * @param whole whether it has all rows
   */
  record Index(String table, String name, List<String> columns, boolean unique, boolean whole) {}

  private ScriptedTables() {}

  static ScriptedTables of(Database database) {
    ScriptedTables tables = new ScriptedTables();
    for (String script : Database.SCRIPTS) {
      for (String statement : database.statements(script)) {
        tables.read(statement.replaceAll("/\\*.*?\\*/", "").replaceAll("\\s+", " "));
      }
    }
    return tables;
  }

  /** The columns by their names, by the names of their tables. */
  Map<String, Map<String, Column>> columns() {
    return columns;
  }

  List<Index> indexes() {
    return indexes;
  }

  private void read(String statement) {
    Matcher table = TABLE.matcher(statement);
    Matcher added = ADDED.matcher(statement);
    Matcher renamed = RENAMED.matcher(statement);
    Matcher index = INDEX.matcher(statement);
    Matcher dropped = DROPPED.matcher(statement);
    if (table.matches()) {
      definitions(table.group(2)).forEach(definition -> define(table.group(1), definition));
    } else if (added.matches()) {
      define(added.group(1), added.group(2));
    } else if (renamed.matches()) {
      Map<String, Column> of = of(renamed.group(1));
      of.put(renamed.group(3), of.remove(renamed.group(2)));
    } else if (index.matches()) {
      indexes.add(
          new Index(
              index.group(3),
              index.group(2),
              names(index.group(4)),
              index.group(1) != null,
              index.group(5).isEmpty()));
    } else if (dropped.matches()) {
      indexes.removeIf(old -> old.name().equals(dropped.group(1)));
    }
  }

  private void define(String table, String definition) {
    Matcher key = KEY.matcher(definition);
    if (key.matches()) {
      String name = key.group(2) == null ? "" : key.group(2);
      indexes.add(new Index(table, name, names(key.group(3)), key.group(1) != null, true));
      return;
    }
    Matcher column = COLUMN.matcher(definition);
    if (definition.startsWith("constraint ") || !column.matches()) {
      return;
    }
    String rest = column.group(4);
    of(table)
        .put(
            column.group(1),
            new Column(
                column.group(2),
                column.group(3) == null ? Integer.MAX_VALUE : Integer.parseInt(column.group(3)),
                !rest.contains(" not null"),
                !rest.contains("utf8mb3")));
    if (rest.contains(" primary key")) {
      indexes.add(new Index(table, "", List.of(column.group(1)), true, true));
    }
  }

  private Map<String, Column> of(String table) {
    return columns.computeIfAbsent(table, missing -> new TreeMap<>());
  }

  /** The names in a list, without the lengths that MariaDB's keys may have. */
  private static List<String> names(String list) {
    return Arrays.stream(list.replaceAll("\\(\\d+\\)", "").split(", ")).toList();
  }

  /** Splits at the commas outside parentheses. */
  private static List<String> definitions(String body) {
    List<String> definitions = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        definitions.add(body.substring(start, i).strip());
        start = i + 1;
      }
    }
    definitions.add(body.substring(start).strip());
    return definitions;
  }
}
