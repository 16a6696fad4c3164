package io.github.playlistsync.spotify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cleans the texts that Spotify sends. */
final class Texts {
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,6}));");
  private static final Map<String, String> NAMED =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0");
  private static final Pattern NOT_IN_ONE_LINE = Pattern.compile("[\\p{Cntrl}\\p{Z}]+");
  private static final int MAX_MESSAGE = 200;

  private Texts() {}

  /** The text without U+0000 and unpaired surrogates, which databases refuse. */
  static String storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return withoutUnstorable(text);
      }
    }
    return text;
  }

  private static String withoutUnstorable(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE))
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /**
   * The text with its HTML character references resolved, once. Spotify escapes descriptions (and
   * not names) but not the links of its own editors, which stay as they are.
   */
  static String unescaped(String html) {
    return html.indexOf('&') < 0
        ? html
        : ENTITY.matcher(html).replaceAll(m -> Matcher.quoteReplacement(character(m)));
  }

  private static String character(MatchResult reference) {
    if (reference.group(3) != null) {
      return NAMED.getOrDefault(reference.group(3), reference.group());
    }
    int code =
        reference.group(1) != null
            ? Integer.parseInt(reference.group(1))
            : Integer.parseInt(reference.group(2), 16);
    boolean surrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    return code == 0 || surrogate || !Character.isValidCodePoint(code)
        ? reference.group()
        : Character.toString(code);
  }

  /** The SHA-256 of the text in UTF-8, in hexadecimal. */
  static String sha256(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The text in one line of at most 200 characters, for a message. */
  static String oneLine(String text) {
    String line = NOT_IN_ONE_LINE.matcher(text).replaceAll(" ").strip();
    return line.length() <= MAX_MESSAGE
        ? line
        : storable(line.substring(0, MAX_MESSAGE - 3)) + "...";
  }
}
