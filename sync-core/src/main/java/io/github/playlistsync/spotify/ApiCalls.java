package io.github.playlistsync.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.RequestGate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks an endpoint until it answers: through the gate, with the user's token, again after what
 * passes.
 */
final class ApiCalls {
  private final URI base;
  private final HttpExchange http;
  private final AccessTokens tokens;
  private final RequestGate gate;
  private final Backoff backoff;
  private final Clock clock;

  ApiCalls(
      URI base,
      HttpExchange http,
      AccessTokens tokens,
      RequestGate gate,
      Backoff backoff,
      Clock clock) {
    this.base = base;
    this.http = http;
    this.tokens = tokens;
    this.gate = gate;
    this.backoff = backoff;
    this.clock = clock;
  }

  /** What an answer says. */
  @FunctionalInterface
  interface Reader<T> {
    T read(JsonNode json) throws IOException;
  }

  private sealed interface Outcome<T> {}

  private record Value<T>(T value) implements Outcome<T> {}

  private record Limited<T>(Instant until) implements Outcome<T> {}

  private record TokenRefused<T>() implements Outcome<T> {}

  /**
   * Asks, and reads the answer. Throws as {@link io.github.playlistsync.spi.spotify.SpotifyCatalog}
   * says.
   */
  <T> T get(CallContext call, Endpoint endpoint, Reader<T> reader) {
    String token = usable(tokens.accessToken(call.user()), call);
    boolean refreshed = false;
    int failures = 0;
    Instant limitedSince = null;
    while (true) {
      Outcome<T> outcome;
      try {
        outcome = once(call, endpoint, token, reader);
      } catch (SpotifyUnavailableException failure) {
        backoff.pause(call, ++failures, failure);
        continue;
      }
      if (outcome instanceof Value<T> value) {
        return value.value();
      } else if (outcome instanceof Limited<T> limited) {
        limitedSince = limitedSince == null ? clock.instant() : limitedSince;
        checkPatience(call, endpoint, limited.until(), limitedSince);
      } else if (refreshed) {
        throw new AuthorizationException(
            endpoint + " answered 401 to user " + call.user() + " with a new access token too");
      } else {
        token = usable(tokens.refresh(call.user(), token), call);
        refreshed = true;
      }
    }
  }

  private <T> Outcome<T> once(CallContext call, Endpoint endpoint, String token, Reader<T> reader) {
    Answer answer;
    call.checkCanceled();
    try (RequestGate.Permit permit = gate.enter(call)) {
      call.checkCanceled();
      call.requestSent();
      answer = http.send(call, request(endpoint, token), endpoint.name());
      if (answer.status() == 429) {
        String retryAfter = answer.header("Retry-After");
        return new Limited<>(
            permit.limited(
                ErrorAnswer.limit(answer), RetryAfter.parse(retryAfter, clock.instant())));
      }
    }
    return switch (answer.status()) {
      case 200 -> new Value<>(read(endpoint, answer, reader));
      case 401 -> new TokenRefused<>();
      default -> throw ErrorAnswer.exception(endpoint.name(), answer, token);
    };
  }

  private HttpRequest.Builder request(Endpoint endpoint, String token) {
    String query = endpoint.query().isEmpty() ? "" : "?" + endpoint.query();
    return HttpRequest.newBuilder(URI.create(base + endpoint.path() + query))
        .header("Authorization", "Bearer " + token);
  }

  private static <T> T read(Endpoint endpoint, Answer answer, Reader<T> reader) {
    try {
      return reader.read(answer.json());
    } catch (MalformedAnswerException e) {
      throw new SpotifyUnavailableException(
          endpoint + " answered what it should not: " + e.getMessage(), e);
    } catch (IOException e) {
      // Jackson's message quotes the body, so it is neither repeated nor kept as the cause.
      throw new SpotifyUnavailableException(
          endpoint + " answered no JSON, or not the whole of it (" + kind(e) + ")");
    }
  }

  private static String kind(IOException e) {
    String message = e.getMessage();
    return message != null && e.getClass() == IOException.class
        ? message
        : e.getClass().getSimpleName();
  }

  // The gate refuses a single wait that is too long; this bounds the sum of short ones.
  private static void checkPatience(
      CallContext call, Endpoint endpoint, Instant until, Instant since) {
    if (until.isAfter(since.plus(call.patience()))) {
      throw new RateLimitedException(
          endpoint + " answered 429; calls are allowed again at " + until, until);
    }
  }

  /**
   * Refuses what is no token before the HTTP client does, whose message would repeat it.
   *
   * @throws AuthorizationException if it is none
   */
  private static String usable(@Nullable String token, CallContext call) {
    if (token == null || token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new AuthorizationException(
          "what was given as the access token of user " + call.user() + " is none");
    }
    return token;
  }
}
