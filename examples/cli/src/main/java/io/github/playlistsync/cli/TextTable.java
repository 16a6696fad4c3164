package io.github.playlistsync.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lays out rows in columns. The first column shrinks if the lines would be too long. */
final class TextTable {
  private static final String GAP = "  ";
  private static final int LEAST_FIRST_COLUMN = 12;

  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;
  private final boolean[] toTheRight;

  TextTable(String... headings) {
    this.columns = headings.length;
    this.toTheRight = new boolean[columns];
    rows.add(List.of(headings));
  }

  /** Aligns these columns, counted from 0, to the right. */
  TextTable numbers(int... indexes) {
    for (int index : indexes) {
      toTheRight[index] = true;
    }
    return this;
  }

  void add(Object... cells) {
    rows.add(Arrays.stream(cells).map(cell -> Printable.oneLine(String.valueOf(cell))).toList());
  }

  /**
   * The lines.
   *
   * @param width the most columns of a line
   */
  List<String> lines(int width) {
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Printable.width(row.get(i)));
      }
    }
    int all = Arrays.stream(widths).sum() + GAP.length() * (columns - 1);
    int tooMuch = Math.max(0, all - width);
    widths[0] = Math.max(Math.min(widths[0], LEAST_FIRST_COLUMN), widths[0] - tooMuch);
    return rows.stream().map(row -> cut(line(row, widths), width)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      String cell = Printable.fit(row.get(i), widths[i]);
      if (toTheRight[i]) {
        String text = cell.stripTrailing();
        cell = " ".repeat(widths[i] - Printable.width(text)) + text;
      }
      line.append(i == 0 ? "" : GAP).append(cell);
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String line, int width) {
    return Printable.width(line) <= width ? line : Printable.fit(line, width);
  }
}
