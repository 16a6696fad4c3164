package io.github.playlistsync.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.model.UserId;

/** Reads users. */
final class UserJson {
  private UserJson() {}

  /**
   * The user's id.
   *
   * @throws MalformedAnswerException if there is none
   */
  static UserId id(JsonNode json) throws MalformedAnswerException {
    String id = Json.filled(json, "id");
    try {
      if (id != null) {
        return UserId.of(id);
      }
    } catch (IllegalArgumentException none) {
      // Told below.
    }
    throw new MalformedAnswerException("the user has no id");
  }
}
