package io.github.playlistsync.jpa;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings texts into a form that every database can keep. */
final class Texts {
  private static final char NUL = '\0';

  private Texts() {}

  /** The text without U+0000. PostgreSQL rejects it, and one odd title must not stop a playlist. */
  static String storable(String text) {
    return text.indexOf(NUL) < 0 ? text : text.replace(String.valueOf(NUL), "");
  }

  /** The same for a text that may be missing. */
  static @Nullable String storableOrNull(@Nullable String text) {
    return text == null ? null : storable(text);
  }

  /**
   * The texts as a JSON array of strings on one line: readable with SQL, and lossless for any text.
   */
  static String toJsonArray(List<String> texts) {
    StringBuilder json = new StringBuilder("[");
    for (String text : texts) {
      json.append(json.length() == 1 ? "\"" : ",\"");
      appendEscaped(json, storable(text));
      json.append('"');
    }
    return json.append(']').toString();
  }

  /**
   * Reads what {@link #toJsonArray} wrote, and any other JSON array of strings.
   *
   * @throws IllegalArgumentException if {@code json} is not an array of strings
   */
  static List<String> fromJsonArray(String json) {
    return new JsonArrayReader(json).read();
  }

  private static void appendEscaped(StringBuilder json, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
  }

  private static final class JsonArrayReader {
    private final String json;
    private int at;

    JsonArrayReader(String json) {
      this.json = json;
    }

    List<String> read() {
      List<String> texts = new ArrayList<>();
      expect('[');
      if (peek() != ']') {
        texts.add(string());
        while (peek() == ',') {
          at++;
          texts.add(string());
        }
      }
      expect(']');
      if (peek() != NUL) {
        throw refused();
      }
      return texts;
    }

    private String string() {
      expect('"');
      StringBuilder text = new StringBuilder();
      for (char c = next(); c != '"'; c = next()) {
        text.append(c == '\\' ? escaped() : c);
      }
      return text.toString();
    }

    private char escaped() {
      char c = next();
      return switch (c) {
        case '"', '\\', '/' -> c;
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'u' -> unicode();
        default -> throw refused();
      };
    }

    private char unicode() {
      int value = 0;
      for (int i = 0; i < 4; i++) {
        int digit = Character.digit(next(), 16);
        if (digit < 0) {
          throw refused();
        }
        value = value * 16 + digit;
      }
      return (char) value;
    }

    private void expect(char c) {
      if (peek() != c) {
        throw refused();
      }
      at++;
    }

    /** The next character that is not white space; NUL at the end. */
    private char peek() {
      while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
        at++;
      }
      return at < json.length() ? json.charAt(at) : NUL;
    }

    private char next() {
      if (at >= json.length()) {
        throw refused();
      }
      return json.charAt(at++);
    }

    private IllegalArgumentException refused() {
      return new IllegalArgumentException(
          "not a JSON array of strings, at character " + at + " of " + json.length());
    }
  }
}
