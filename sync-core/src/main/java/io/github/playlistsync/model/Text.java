package io.github.playlistsync.model;

/** The checks that the identifiers of this package share. */
final class Text {
  private Text() {}

  /**
   * Refuses a text that is empty, too long or holds white space or control characters.
   *
   * @throws IllegalArgumentException naming {@code what} and what would be right
   */
  static String requireToken(String value, String what, int maxLength) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          what + " is empty; expected 1 to " + maxLength + " characters");
    }
    if (value.length() > maxLength) {
      throw new IllegalArgumentException(
          what + " has " + value.length() + " characters; at most " + maxLength + " are allowed");
    }
    boolean blank =
        value.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    if (blank) {
      throw new IllegalArgumentException(
          what + " '" + printable(value) + "' holds white space or a control character");
    }
    return value;
  }

  /** The text with control characters replaced and cut at 80 characters, for a message. */
  static String printable(String value) {
    String cut = value.length() > 80 ? value.substring(0, 80) + "..." : value;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
