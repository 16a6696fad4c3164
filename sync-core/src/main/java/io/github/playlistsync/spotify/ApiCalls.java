package io.github.playlistsync.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.RequestRefusedException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.model.UserId;
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
 * Asks an endpoint until it answers: through the gate, with the user's token, again after failures
 * that may pass. Returns nothing that another account's token read.
 */
final class ApiCalls {
  private final URI base;
  private final HttpExchange http;
  private final AccessTokens tokens;
  private final RequestGate gate;
  private final Backoff backoff;
  private final Clock clock;
  private final TokenOwners owners = new TokenOwners();
  private final UserLocks identifying = new UserLocks();

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

  /**
   * A usable answer.
   *
   * @param owner the user whose data it is; null if it names none
   */
  private record Value<T>(T value, @Nullable UserId owner) implements Outcome<T> {}

  private record Limited<T>(Instant until) implements Outcome<T> {}

  /**
   * A 401.
   *
   * @param known whether these are the words of a real refusal; a gateway's fault reads otherwise
   */
  private record TokenRefused<T>(boolean known, SpotifyUnavailableException failure)
      implements Outcome<T> {}

  /**
   * Asks, and reads the answer. Throws as {@link io.github.playlistsync.spi.spotify.SpotifyCatalog}
   * says.
   */
  <T> T get(CallContext call, Endpoint endpoint, Reader<T> reader) {
    Tries tries = new Tries(call);
    if (!endpoint.namesOwner()) {
      requireUser(tries, null);
    }
    while (true) {
      Value<T> answer = tries.ask(endpoint, reader);
      // The token may have been refreshed meanwhile.
      SpotifyAccount account = requireUser(tries, answer.owner());
      if (answer.owner() == null || answer.owner().equals(account.id())) {
        return answer.value();
      }
      // One of two answers is wrong, and it may be the one that said whose token this is.
      owners.forget(tries.token);
      tries.failed(
          new SpotifyUnavailableException(
              endpoint + " answered with data of user " + answer.owner() + " to " + account.id()));
    }
  }

  /** The account of the token that {@link CallContext#user()} leads to, whoever that is. */
  SpotifyAccount account(CallContext call) {
    Tries tries = new Tries(call);
    SpotifyAccount account = tries.ask(Endpoint.currentUser(), UserJson::account).value();
    return owners.remember(tries.token, account);
  }

  /**
   * The account of the token, which is the user's.
   *
   * @param named the user that an answer names; null if none does
   * @throws AuthorizationException if it is another account
   */
  private SpotifyAccount requireUser(Tries tries, @Nullable UserId named) {
    UserId user = tries.call.user();
    SpotifyAccount account = owners.of(tries.token);
    if (account == null && user.equals(named)) {
      account = owners.remember(tries.token, new SpotifyAccount(user, null, null));
    } else if (account == null) {
      account = identifying.take(tries.call, () -> identify(tries));
    }
    if (!account.is(user)) {
      throw new AuthorizationException(
          "the access token given for user "
              + user
              + " is of user "
              + account.id()
              + (account.accountId() == null ? "" : " (account " + account.accountId() + ")"));
    }
    return account;
  }

  private SpotifyAccount identify(Tries tries) {
    while (true) {
      SpotifyAccount known = owners.of(tries.token);
      if (known != null) {
        return known;
      }
      try {
        SpotifyAccount account = tries.ask(Endpoint.currentUser(), UserJson::account).value();
        if (!account.is(tries.call.user())) {
          // One wrong answer must not end a login, so another account is asked for twice and
          // never remembered.
          account = tries.ask(Endpoint.currentUser(), UserJson::account).value();
        }
        return account.is(tries.call.user()) ? owners.remember(tries.token, account) : account;
      } catch (NotFoundException | RequestRefusedException none) {
        tries.failed(unidentified(none));
      } catch (AccessDeniedException denied) {
        if (denied.concernsAllRequests()) {
          throw denied;
        }
        tries.failed(unidentified(denied));
      }
    }
  }

  // Not what was asked for is missing or denied, so the engine must not conclude that.
  private static SpotifyUnavailableException unidentified(SyncException refusal) {
    return new SpotifyUnavailableException(
        "nobody can say whose access token it is: " + refusal.getMessage(), refusal);
  }

  /** The tries of one call, with the token that they carry. */
  private final class Tries {
    private final CallContext call;
    private String token;
    private boolean refreshed;
    private int failures;
    private int tokenRefusals;
    private @Nullable Instant limitedSince;

    Tries(CallContext call) {
      this.call = call;
      token = usable(tokens.accessToken(call), call);
    }

    <T> Value<T> ask(Endpoint endpoint, Reader<T> reader) {
      while (true) {
        Outcome<T> outcome;
        try {
          outcome = once(call, endpoint, token, reader);
        } catch (SpotifyUnavailableException failure) {
          failed(failure);
          continue;
        }
        if (outcome instanceof Value<T> value) {
          return value;
        } else if (outcome instanceof Limited<T> limited) {
          limitedSince = limitedSince == null ? clock.instant() : limitedSince;
          checkPatience(call, endpoint, limited.until(), limitedSince);
        } else if (outcome instanceof TokenRefused<T> refusal) {
          refused(refusal);
        }
      }
    }

    /** Pauses before the next try. */
    void failed(SpotifyUnavailableException failure) {
      backoff.pause(call, ++failures, failure);
    }

    private void refused(TokenRefused<?> refusal) {
      tokenRefusals++;
      if (refusal.known() && !refreshed) {
        refresh();
        return;
      }
      // Spotify's gateway has refused good tokens for minutes, so no such answer ends a login.
      failed(refusal.failure());
      if (tokenRefusals > 1 && !refreshed) {
        try {
          refresh();
        } catch (AuthorizationException notRefreshed) {
          refusal.failure().addSuppressed(notRefreshed);
        }
      }
    }

    private void refresh() {
      refreshed = true;
      token = usable(tokens.refresh(call, token), call);
    }
  }

  private <T> Outcome<T> once(CallContext call, Endpoint endpoint, String token, Reader<T> reader) {
    Answer answer;
    call.checkCanceled();
    backoff.slowDown(call);
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
    if (answer.status() < 500) {
      backoff.answered();
    }
    SyncException failure =
        answer.status() == 200 ? null : ErrorAnswer.exception(endpoint.name(), answer, token);
    if (answer.status() == 401 && failure instanceof SpotifyUnavailableException refusal) {
      return new TokenRefused<>(ErrorAnswer.refusesToken(answer), refusal);
    }
    if (failure != null) {
      throw failure;
    }
    return read(endpoint, answer, reader);
  }

  private HttpRequest.Builder request(Endpoint endpoint, String token) {
    String query = endpoint.query().isEmpty() ? "" : "?" + endpoint.query();
    return HttpRequest.newBuilder(URI.create(base + endpoint.path() + query))
        .header("Authorization", "Bearer " + token);
  }

  private static <T> Value<T> read(Endpoint endpoint, Answer answer, Reader<T> reader) {
    try {
      JsonNode json = answer.json();
      UserId owner = endpoint.namesOwner() ? UserJson.ownerOfList(json) : null;
      return new Value<>(reader.read(json), owner);
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
   * Refuses a malformed token before the HTTP client does, whose message would repeat it.
   *
   * @throws AuthorizationException if it is malformed
   */
  private static String usable(@Nullable String token, CallContext call) {
    if (token == null || token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new AuthorizationException(
          "the access token given for user " + call.user() + " is malformed");
    }
    return token;
  }
}
