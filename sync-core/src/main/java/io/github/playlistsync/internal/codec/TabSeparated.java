package io.github.playlistsync.internal.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of text fields as one text: one line per row, its fields separated by tabs. A backslash
 * begins an escape: {@code \\}, {@code \t}, {@code \n}, {@code \r}, and {@code \0} alone for null.
 */
final class TabSeparated {
  private static final String NULL = "\\0";

  private TabSeparated() {}

  static String encode(List<? extends List<? extends @Nullable Object>> rows) {
    StringBuilder text = new StringBuilder();
    for (List<? extends @Nullable Object> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (i > 0) {
          text.append('\t');
        }
        Object field = row.get(i);
        text.append(field == null ? NULL : escaped(field.toString()));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /**
   * The rows of a text that {@link #encode} made.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  static List<List<@Nullable String>> decode(String text) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw new IllegalArgumentException("the last row is cut off");
    }
    for (String line : text.lines().toList()) {
      List<@Nullable String> row = new ArrayList<>();
      for (String field : line.split("\t", -1)) {
        row.add(field.equals(NULL) ? null : unescaped(field));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String escaped(String field) {
    return field
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String unescaped(String field) {
    StringBuilder text = new StringBuilder(field.length());
    boolean escape = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (escape) {
        text.append(meaning(c));
        escape = false;
      } else if (c == '\\') {
        escape = true;
      } else {
        text.append(c);
      }
    }
    if (escape) {
      throw new IllegalArgumentException("a field ends within an escape");
    }
    return text.toString();
  }

  private static char meaning(char escaped) {
    return switch (escaped) {
      case '\\' -> '\\';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> throw new IllegalArgumentException("unknown escape \\" + escaped);
    };
  }
}
