package io.github.playlistsync.cli;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** What the program is connected to. */
@SuppressWarnings("SystemConsoleNull") // The newer JDKs, where it never is, are asked otherwise.
final class Terminal {
  private Terminal() {}

  /** Whether somebody watches: standard input and output are a terminal. */
  static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException beforeJdk22) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** UTF-8, except on a terminal that is set to something else on purpose. */
  static Charset charset() {
    Console console = System.console();
    Charset set = console == null ? StandardCharsets.UTF_8 : console.charset();
    return set.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : set;
  }
}
