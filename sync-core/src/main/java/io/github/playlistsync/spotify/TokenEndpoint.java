package io.github.playlistsync.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.RequestRefusedException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.Sleeper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks Spotify's token endpoint. */
final class TokenEndpoint {
  private static final String NAME = "POST /api/token";
  private static final Duration USUAL_LIFE = Duration.ofHours(1);
  private static final Duration USUAL_REST = Duration.ofSeconds(5);
  private static final int MAX_LIMITED = 3;
  // The longest wait for a rate limit, whatever the call's patience: a lease is held meanwhile.
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);
  // What no message may repeat of a request.
  private static final Set<String> SECRET_FIELDS = Set.of("code", "code_verifier", "refresh_token");

  private final URI address;
  private final HttpExchange http;
  private final Backoff backoff;
  private final Clock clock;
  private final Sleeper sleeper;

  TokenEndpoint(URI address, HttpExchange http, Backoff backoff, Clock clock, Sleeper sleeper) {
    this.address = address;
    this.http = http;
    this.backoff = backoff;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * What the endpoint gave.
   *
   * @param refreshToken null if the old one stays good
   * @param scope null if it is what was asked for
   */
  record Grant(
      String accessToken,
      Instant expiresAt,
      @Nullable String refreshToken,
      @Nullable String scope) {
    @Override
    public String toString() {
      return "Grant[***]";
    }
  }

  /**
   * Asks for tokens.
   *
   * @param authorization the header that proves the client secret; null without one
   * @throws AuthorizationException if the code or the refresh token is invalid
   * @throws RequestRefusedException if the application itself is refused
   * @throws RateLimitedException if the endpoint allows no call soon
   * @throws SpotifyUnavailableException if it gives no usable answer
   */
  Grant ask(CallContext call, Map<String, String> form, @Nullable String authorization) {
    int failures = 0;
    int limited = 0;
    while (true) {
      try {
        Instant asked = clock.instant();
        Answer answer = http.send(call, request(form, authorization), NAME);
        if (answer.status() == 200) {
          return grant(answer, asked);
        }
        if (answer.status() != 429) {
          throw refusal(answer, secrets(form, authorization));
        }
        rest(call, answer, ++limited);
      } catch (SpotifyUnavailableException failure) {
        backoff.pause(call, ++failures, failure);
      }
    }
  }

  private HttpRequest.Builder request(Map<String, String> form, @Nullable String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(Form.encode(form)));
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  private static Grant grant(Answer answer, Instant asked) {
    try {
      JsonNode json = answer.json();
      String accessToken = Json.filled(json, "access_token");
      if (accessToken != null) {
        Long seconds = Json.count(json, "expires_in", Duration.ofDays(30).toSeconds());
        Duration life = seconds == null ? USUAL_LIFE : Duration.ofSeconds(seconds);
        return new Grant(
            accessToken,
            asked.plus(life),
            Json.filled(json, "refresh_token"),
            Json.text(json, "scope"));
      }
    } catch (IOException broken) {
      // Reported below; the exception's message may quote the answer, and so the tokens.
    }
    throw new SpotifyUnavailableException(NAME + " answered without a readable access token");
  }

  private static List<String> secrets(Map<String, String> form, @Nullable String authorization) {
    Stream<String> fields =
        form.entrySet().stream()
            .filter(field -> SECRET_FIELDS.contains(field.getKey()))
            .map(Map.Entry::getValue);
    Stream<String> header =
        authorization == null ? Stream.empty() : Arrays.stream(authorization.split(" ", 2)).skip(1);
    return Stream.concat(fields, header).toList();
  }

  private static SyncException refusal(Answer answer, List<String> secrets) {
    String error = Json.filled(answer.jsonIfAny(), "error");
    String message =
        "%s answered %d%s%s"
            .formatted(
                NAME,
                answer.status(),
                error == null ? "" : " " + ErrorAnswer.withoutSecrets(error, secrets),
                ErrorAnswer.quoted(answer, secrets));
    if (answer.status() / 100 != 4 || error == null) {
      return new SpotifyUnavailableException(message);
    }
    return "invalid_grant".equals(error)
        ? new AuthorizationException(message)
        : new RequestRefusedException(message);
  }

  private void rest(CallContext call, Answer answer, int limited) {
    Instant now = clock.instant();
    Duration asked = RetryAfter.parse(answer.header("Retry-After"), now);
    Duration wait = asked == null ? USUAL_REST : asked;
    Instant until = now.plus(wait);
    if (limited > MAX_LIMITED
        || wait.compareTo(LONGEST_REST) > 0
        || wait.compareTo(call.patience()) > 0) {
      throw new RateLimitedException(NAME + " answered 429; calls are allowed at " + until, until);
    }
    sleeper.waitUntil(call, clock, until, "the token endpoint's rate limit");
  }
}
