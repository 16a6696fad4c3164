package io.github.playlistsync.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AccessDeniedException.Reason;
import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.error.RequestRefusedException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.spi.spotify.RequestGate.Limit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an answer that is no success means.
 *
 * @see <a href="https://developer.spotify.com/documentation/web-api/concepts/api-calls">API
 *     calls</a>
 */
final class ErrorAnswer {
  private ErrorAnswer() {}

  /**
   * The exception for {@code answer}.
   *
   * @param name how messages call the request
   * @param secret what the request carried, so that a message that repeats it does not
   */
  static SyncException exception(String name, Answer answer, String secret) {
    String message = name + " answered " + answer.status() + told(answer, List.of(secret));
    return switch (answer.status()) {
      case 403 -> denied(message, answer);
      case 404, 410 -> new NotFoundException(message);
      case 408, 425 -> new SpotifyUnavailableException(message);
      default ->
          answer.status() / 100 == 4
              ? new RequestRefusedException(message)
              : new SpotifyUnavailableException(message);
    };
  }

  /**
   * Which limit a 429 is about.
   *
   * @see <a href="https://developer.spotify.com/documentation/web-api/concepts/quota-modes">Quota
   *     modes</a>
   */
  static Limit limit(Answer answer) {
    String reason = Json.text(Json.object(answer.jsonIfAny(), "error"), "reason");
    return "QUOTA_EXCEEDED".equals(reason) ? Limit.QUOTA : Limit.RATE;
  }

  /** Spotify's own words in one line after a colon, or nothing: of JSON only, never of a page. */
  static String told(Answer answer, List<String> secrets) {
    JsonNode json = answer.jsonIfAny();
    JsonNode error = Json.object(json, "error");
    @Nullable String message =
        error != null ? Json.filled(error, "message") : Json.filled(json, "error_description");
    return message == null ? "" : ": " + withoutSecrets(message, secrets);
  }

  /** The text in one line, with {@code secrets} blotted out. */
  static String withoutSecrets(String text, List<String> secrets) {
    String blotted = text;
    for (String secret : secrets) {
      blotted = secret.isEmpty() ? blotted : blotted.replace(secret, "***");
    }
    return Texts.oneLine(blotted);
  }

  // Two of the kinds come as plain text, without JSON around it.
  private static AccessDeniedException denied(String message, Answer answer) {
    String authenticate = answer.header("WWW-Authenticate");
    String words =
        (answer.beginning() + " " + (authenticate == null ? "" : authenticate))
            .toLowerCase(Locale.ROOT);
    if (words.contains("not registered") || words.contains("developer dashboard")) {
      return new AccessDeniedException(
          Reason.USER_NOT_REGISTERED,
          message + " (the user is not on the application's list in the Developer Dashboard)");
    }
    if (words.contains("premium")) {
      return new AccessDeniedException(
          Reason.PREMIUM_REQUIRED, message + " (the application's owner has no Premium)");
    }
    if (words.contains("scope")) {
      return new AccessDeniedException(
          Reason.INSUFFICIENT_SCOPE, message + " (the user did not grant a scope that it needs)");
    }
    return new AccessDeniedException(Reason.CONTENTS, message);
  }
}
