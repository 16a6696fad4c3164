package io.github.playlistsync.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database and the account that opens it.
 *
 * @param kind the product
 * @param url the JDBC address, without user and password before the host
 * @param user the account; null for the driver's default
 * @param password the password of the account; null if it has none
 */
record DatabaseAddress(
    DatabaseKind kind, String url, @Nullable String user, @Nullable String password) {
  private static final Pattern USER_INFO = Pattern.compile("(jdbc:[^/]*//)([^/@]*)@(.*)");
  private static final Pattern PARAMETERS = Pattern.compile("[;?].*", Pattern.DOTALL);

  /**
   * Parses an address. The part before its host gives user and password, unless they are given
   * separately.
   *
   * @throws IllegalArgumentException if no driver takes it; the message does not repeat it, since
   *     it may hold a password
   */
  static DatabaseAddress parse(String text, @Nullable String user, @Nullable String password) {
    String url = text.strip();
    DatabaseKind kind =
        DatabaseKind.of(url)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "not a database address; expected jdbc:h2:…, jdbc:postgresql:… or"
                            + " jdbc:mariadb:…"));
    Matcher matcher = USER_INFO.matcher(url);
    if (!matcher.matches()) {
      return new DatabaseAddress(kind, url, user == null ? kind.usualUser(url) : user, password);
    }
    String[] info = matcher.group(2).split(":", 2);
    return new DatabaseAddress(
        kind,
        matcher.group(1) + matcher.group(3),
        user == null ? decoded(info[0]) : user,
        password == null && info.length == 2 ? decoded(info[1]) : password);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  /** The address without anything that may be secret. */
  String shown() {
    return PARAMETERS.matcher(url).replaceFirst("");
  }

  /** A driver's message without the address and the password that it may repeat. */
  String withoutSecrets(String message) {
    String shown = message.replace(url, shown());
    return password == null || password.isEmpty() ? shown : shown.replace(password, "***");
  }

  @Override
  public String toString() {
    return shown();
  }
}
