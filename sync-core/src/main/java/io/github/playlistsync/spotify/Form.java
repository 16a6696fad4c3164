package io.github.playlistsync.spotify;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The {@code application/x-www-form-urlencoded} format, of queries and of bodies. */
final class Form {
  private Form() {}

  static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  /**
   * The fields of a query, the first of equal names.
   *
   * @throws IllegalArgumentException if it is not encoded properly
   */
  static Map<String, String> decode(@Nullable String query) {
    Map<String, String> fields = new HashMap<>();
    if (query != null) {
      for (String field : query.split("&", -1)) {
        int equals = field.indexOf('=');
        String name = equals < 0 ? field : field.substring(0, equals);
        String value = equals < 0 ? "" : field.substring(equals + 1);
        fields.putIfAbsent(decodeText(name), decodeText(value));
      }
    }
    return fields;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decodeText(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
