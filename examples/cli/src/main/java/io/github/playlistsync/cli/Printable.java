package io.github.playlistsync.cli;

import java.util.Locale;
import java.util.regex.Pattern;

/** Makes foreign text safe for a terminal. */
final class Printable {
  /** Includes what turns the writing direction, so that a name cannot rearrange its line. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069\\u2028\\u2029]+");

  private Printable() {}

  /** The text in one line, without control characters. */
  static String oneLine(String text) {
    return UNPRINTABLE.matcher(text).replaceAll(" ").strip();
  }

  /** How many columns the text takes. */
  static int width(String text) {
    return text.codePoints().map(Printable::width).sum();
  }

  /** The text in exactly this many columns, cut or padded. */
  static String fit(String text, int columns) {
    int width = width(text);
    if (width <= columns) {
      return text + " ".repeat(columns - width);
    }
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (used + width(c) > columns - 1) {
        break;
      }
      cut.appendCodePoint(c);
      used += width(c);
      i += Character.charCount(c);
    }
    return cut.append('…').append(" ".repeat(Math.max(0, columns - 1 - used))).toString();
  }

  /** The number with its thousands separated. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1FAFF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }
}
