package io.github.playlistsync.cli;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The terminal that the program runs in, if any. */
@SuppressWarnings("SystemConsoleNull") // On newer JDKs it never is, so they are asked differently.
final class Terminal {
  private Terminal() {}

  /** Whether standard input and output are a terminal. */
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

  /** UTF-8, unless the terminal is set to another one on purpose. */
  static Charset charset() {
    Console console = System.console();
    Charset set = console == null ? StandardCharsets.UTF_8 : console.charset();
    return set.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : set;
  }
}
