package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tables stay in their columns, whatever is in them. */
class TextTableTest {
  @Test
  void columnsStandBelowEachOtherWithWideAndCombiningCharacters() {
    TextTable table = new TextTable("NAME", "N").numbers(1);
    table.add("夜のドライブ", 1);
    table.add("Cafe\u0301", 23);

    assertThat(table.lines(80))
        .containsExactly("NAME           N", "夜のドライブ   1", "Cafe\u0301          23");
  }

  @Test
  void theFirstColumnGivesWayWhereALineIsTooLong() {
    TextTable table = new TextTable("NAME", "ID");
    table.add("a very long name of a playlist", "0123456789");

    assertThat(table.lines(30))
        .containsExactly("NAME                ID", "a very long name …  0123456789");
  }

  @Test
  void noLineIsLongerThanTheTerminal() {
    TextTable table = new TextTable("NAME", "ID");
    table.add("夜".repeat(50), "0".repeat(50));

    assertThat(table.lines(40)).allMatch(line -> Printable.width(line) <= 40);
  }

  @Test
  void whatATerminalWouldObeyIsTakenOut() {
    assertThat(Printable.oneLine("a\u001b[2Jb\r\nc\u202Ed")).isEqualTo("a [2Jb c d");
  }
}
