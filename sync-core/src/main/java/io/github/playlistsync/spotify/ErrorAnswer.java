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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what an unsuccessful answer means.
 *
 * <p>A refusal counts only in Spotify's own words: JSON with an {@code error}, or one of the short
 * plain texts that Spotify is known to send. Anything else, such as a proxy's page, may pass: the
 * client asks again, then fails with a {@link SpotifyUnavailableException}, and concludes nothing.
 *
 * <table>
 * <caption>Consequences, as the caller of the Web API sees them</caption>
 * <tr><th>answer</th><th>tried again</th><th>then</th></tr>
 * <tr><td>401 "The access token expired", "Invalid access token" or "No token provided"</td>
 *   <td>once with a refreshed token, then spaced</td>
 *   <td>{@code SpotifyUnavailableException}; {@code AuthorizationException} at once if the token
 *   cannot be refreshed</td></tr>
 * <tr><td>401 with other words ("Access token missing") or none</td>
 *   <td>spaced, from the second on with a refreshed token if there is one</td>
 *   <td>{@code SpotifyUnavailableException}</td></tr>
 * <tr><td>403 "User not registered…", 403 "Active premium subscription required…", 403
 *   "Insufficient client scope"</td>
 *   <td>no</td><td>{@code AccessDeniedException} that concerns all requests</td></tr>
 * <tr><td>403 with Spotify's JSON otherwise ("Forbidden")</td>
 *   <td>once at the other endpoint of the items</td>
 *   <td>{@code AccessDeniedException} for these contents</td></tr>
 * <tr><td>403 "Premium required"</td><td>spaced</td>
 *   <td>{@code SpotifyUnavailableException}</td></tr>
 * <tr><td>404 or 410 with Spotify's JSON</td><td>once at the other endpoint of the items</td>
 *   <td>{@code NotFoundException}</td></tr>
 * <tr><td>other 4xx with Spotify's JSON</td><td>no</td>
 *   <td>{@code RequestRefusedException}</td></tr>
 * <tr><td>429</td><td>when the gate opens, within the call's patience</td>
 *   <td>{@code RateLimitedException} with the time</td></tr>
 * <tr><td>any 4xx in other words (a proxy's page), 408, 425, 3xx, 5xx, no answer, broken JSON</td>
 *   <td>spaced</td><td>{@code SpotifyUnavailableException}</td></tr>
 * <tr><td>400 {@code invalid_grant} to a refresh, or to a code</td>
 *   <td>a refresh once after a pause, if the authorization is younger than six months</td>
 *   <td>{@code AuthorizationException}</td></tr>
 * <tr><td>other 4xx to a token request, with Spotify's JSON</td><td>no</td>
 *   <td>{@code RequestRefusedException}</td></tr>
 * <tr><td>any answer to the token of another account than the user's</td><td>no</td>
 *   <td>{@code AuthorizationException} that names both</td></tr>
 * </table>
 *
 * @see <a href="https://developer.spotify.com/documentation/web-api/concepts/api-calls">API
 *     calls</a>
 */
final class ErrorAnswer {
  private static final String NOT_REGISTERED = "user not registered in the developer dashboard";
  private static final String MAYBE_NOT_REGISTERED =
      "check settings on developer.spotify.com/dashboard, the user may not be registered";
  private static final String NO_PREMIUM =
      "active premium subscription required for the owner of the app";
  private static final List<String> PLAIN_TEXTS =
      List.of(NOT_REGISTERED, MAYBE_NOT_REGISTERED, NO_PREMIUM);
  private static final int LONGEST_PLAIN_TEXT = 300;

  // For a good token a gateway has said "Access token missing", for minutes
  // (homeassistantcomponent_spotifyplus#237, spotatui#395).
  private static final Set<String> TOKEN_REFUSALS =
      Set.of("the access token expired", "invalid access token", "no token provided");
  private static final Pattern CHALLENGE = Pattern.compile("error_description=\"([^\"]*)\"");

  private ErrorAnswer() {}

  /**
   * The exception for {@code answer}.
   *
   * @param name how messages call the request
   * @param secret what the request carried, so that a message that repeats it does not
   */
  static SyncException exception(String name, Answer answer, String secret) {
    String message = name + " answered " + answer.status() + quoted(answer, List.of(secret));
    String words = words(answer);
    if (words == null || answer.status() / 100 != 4) {
      return new SpotifyUnavailableException(message);
    }
    return switch (answer.status()) {
      case 403 -> denied(message, words);
      case 404, 410 -> new NotFoundException(message);
      case 401, 408, 425 -> new SpotifyUnavailableException(message);
      default -> new RequestRefusedException(message);
    };
  }

  /** Whether a 401 is Spotify's refusal of the token, and no fault of a gateway's. */
  static boolean refusesToken(Answer answer) {
    String words = words(answer);
    String challenge = answer.header("WWW-Authenticate");
    Matcher description = CHALLENGE.matcher(challenge == null ? "" : challenge);
    return (words != null && TOKEN_REFUSALS.contains(words))
        || (description.find() && TOKEN_REFUSALS.contains(plain(description.group(1))));
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
  static String quoted(Answer answer, List<String> secrets) {
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

  /** What Spotify says, in lower case and without the last period; null if it is not Spotify. */
  private static @Nullable String words(Answer answer) {
    JsonNode error = Json.object(answer.jsonIfAny(), "error");
    if (error != null && (error.path("status").isNumber() || error.path("message").isTextual())) {
      String message = Json.text(error, "message");
      return message == null ? "" : plain(message);
    }
    String text = plain(answer.beginning());
    boolean known =
        text.length() <= LONGEST_PLAIN_TEXT && PLAIN_TEXTS.stream().anyMatch(text::startsWith);
    return known ? text : null;
  }

  private static String plain(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
  }

  private static SyncException denied(String message, String words) {
    if (words.startsWith(NOT_REGISTERED) || words.startsWith(MAYBE_NOT_REGISTERED)) {
      return new AccessDeniedException(
          Reason.USER_NOT_REGISTERED,
          message + " (the user is not on the application's list in the Developer Dashboard)");
    }
    if (words.startsWith(NO_PREMIUM)) {
      return new AccessDeniedException(
          Reason.PREMIUM_REQUIRED, message + " (the application's owner has no Premium)");
    }
    if (words.contains("premium")) {
      return new SpotifyUnavailableException(message);
    }
    if (words.contains("scope")) {
      return new AccessDeniedException(
          Reason.INSUFFICIENT_SCOPE, message + " (the user did not grant a scope that it needs)");
    }
    return new AccessDeniedException(Reason.CONTENTS, message);
  }
}
