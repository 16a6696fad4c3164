package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one call.
 *
 * @param path the encoded path
 * @param subject the decoded id of the playlist or user in the path, or null
 * @param query the decoded query parameters
 * @param form the decoded fields of a form in the body
 */
record Request(
    String method,
    String path,
    Endpoint endpoint,
    @Nullable String subject,
    Map<String, String> query,
    Map<String, String> form) {

  static Request of(String method, String path, @Nullable String rawQuery, String body) {
    Endpoint endpoint = endpoint(method, path);
    String[] parts = path.split("/", -1);
    boolean named =
        switch (endpoint) {
          case USER_PLAYLISTS, PLAYLIST, PLAYLIST_ITEMS, PLAYLIST_TRACKS -> true;
          default -> false;
        };
    return new Request(
        method,
        path,
        endpoint,
        named ? decodePath(parts[3]) : null,
        parse(rawQuery == null ? "" : rawQuery),
        parse(body));
  }

  @Nullable String playlistId() {
    return endpoint == Endpoint.USER_PLAYLISTS ? null : subject;
  }

  String subjectOrFail() {
    return requireNonNull(subject, path);
  }

  /** The call for the page that begins there; for a playlist, the call for a page of its items. */
  Request withOffset(int offset) {
    Map<String, String> changed = new LinkedHashMap<>(query);
    changed.put("offset", Integer.toString(offset));
    if (endpoint != Endpoint.PLAYLIST) {
      return new Request(method, path, endpoint, subject, changed, form);
    }
    changed.put("limit", "50");
    return new Request(method, path + "/items", Endpoint.PLAYLIST_ITEMS, subject, changed, form);
  }

  /** The query for the log: without tokens, and empty for the authorization endpoints. */
  String queryForLog() {
    if (!endpoint.isWebApi()) {
      return "";
    }
    return query.entrySet().stream()
        .filter(parameter -> !parameter.getKey().endsWith("_token"))
        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
        .collect(Collectors.joining("&"));
  }

  int offset() {
    try {
      return Integer.parseInt(query.getOrDefault("offset", "0"));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static Endpoint endpoint(String method, String path) {
    if (method.equals("POST")) {
      return path.equals("/api/token") ? Endpoint.TOKEN : Endpoint.OTHER;
    }
    if (!method.equals("GET")) {
      return Endpoint.OTHER;
    }
    return switch (path) {
      case "/authorize" -> Endpoint.AUTHORIZE;
      case "/v1/me" -> Endpoint.ME;
      case "/v1/me/playlists" -> Endpoint.MY_PLAYLISTS;
      case "/v1/me/tracks" -> Endpoint.SAVED_TRACKS;
      default -> named(path);
    };
  }

  private static Endpoint named(String path) {
    if (path.matches("/v1/playlists/[^/]+")) {
      return Endpoint.PLAYLIST;
    } else if (path.matches("/v1/playlists/[^/]+/items")) {
      return Endpoint.PLAYLIST_ITEMS;
    } else if (path.matches("/v1/playlists/[^/]+/tracks")) {
      return Endpoint.PLAYLIST_TRACKS;
    } else if (path.matches("/v1/users/[^/]+/playlists")) {
      return Endpoint.USER_PLAYLISTS;
    }
    return Endpoint.OTHER;
  }

  private static Map<String, String> parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  /** Decodes a part of a path. URLDecoder is for forms, but in a path a plus sign means itself. */
  static String decodePath(String part) {
    return decode(part.replace("+", "%2B"));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
