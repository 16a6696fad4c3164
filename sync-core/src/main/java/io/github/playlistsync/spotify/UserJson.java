package io.github.playlistsync.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.model.UserId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which account an answer is of. */
final class UserJson {
  private static final Pattern LIST_OF_USER =
      Pattern.compile("/users/([^/?#]+)/playlists(?:[?#]|$)");

  private UserJson() {}

  /**
   * The account that {@code GET /me} describes.
   *
   * @throws MalformedAnswerException if it has no id
   */
  static SpotifyAccount account(JsonNode json) throws MalformedAnswerException {
    UserId id = userId(Json.filled(json, "id"));
    if (id == null) {
      throw new MalformedAnswerException("the user has no id");
    }
    return new SpotifyAccount(
        id, Json.filled(json, "account_id"), Json.filled(json, "display_name"));
  }

  /** The user whose list of playlists a page is of, by its {@code href}; null if it names none. */
  static @Nullable UserId ownerOfList(JsonNode page) {
    String href = Json.filled(page, "href");
    Matcher named = LIST_OF_USER.matcher(href == null ? "" : href);
    return named.find() ? userId(percentDecoded(named.group(1))) : null;
  }

  private static @Nullable UserId userId(@Nullable String id) {
    try {
      return id == null ? null : UserId.of(id);
    } catch (IllegalArgumentException none) {
      return null;
    }
  }

  private static @Nullable String percentDecoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}
