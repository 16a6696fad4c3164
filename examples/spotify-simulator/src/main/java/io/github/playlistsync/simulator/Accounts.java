package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The logins of one app: authorization codes, access tokens and refresh tokens of its users. The
 * seed decides the tokens, so they only look like secrets. Safe for several threads.
 */
public final class Accounts {

  /** The client id of the simulated app. */
  public static final String CLIENT_ID = "5f0c1d2e3b4a59687766554433221100";

  /** The client secret of the simulated app. */
  public static final String CLIENT_SECRET = "0011223344556677869504b3a2d1e0cf";

  /** How long an access token that comes from a login or a refresh is valid. */
  public static final Duration ACCESS_TOKEN_LIFE = Duration.ofHours(1);

  /** Every scope that some answer of the simulator depends on. */
  public static final Set<String> ALL_SCOPES =
      Set.of("playlist-read-private", "playlist-read-collaborative", "user-library-read");

  private static final Duration CODE_LIFE = Duration.ofMinutes(10);

  private final Clock clock;
  private final Random random;
  private final Map<String, Granted> accessTokens = new HashMap<>();
  private final Map<String, Refresh> refreshTokens = new HashMap<>();
  private final Set<String> revoked = new HashSet<>();
  private final Map<String, Code> codes = new HashMap<>();
  private RefreshTokens policy = RefreshTokens.KEPT;
  private @Nullable String signedIn;
  private boolean refusing;

  Accounts(Clock clock, long seed) {
    this.clock = clock;
    this.random = new Random(seed + 1);
  }

  /** Makes an access token with all scopes. It does not expire by itself. */
  public String tokenFor(String userId) {
    return tokenFor(userId, ALL_SCOPES);
  }

  /** Makes an access token with the given scopes. It does not expire by itself. */
  public synchronized String tokenFor(String userId, Set<String> scopes) {
    String token = secret("BQ");
    accessTokens.put(token, new Granted(new Caller(userId, Set.copyOf(scopes)), Instant.MAX));
    return token;
  }

  /** Makes a refresh token with all scopes, as if the user authorized the app now. */
  public synchronized String refreshTokenFor(String userId) {
    return newRefreshToken(new Caller(requireNonNull(userId, "userId"), ALL_SCOPES), now());
  }

  /**
   * Chooses the user who signs in at {@code /authorize}. Before the first call, the request's
   * parameter {@code user} decides.
   */
  public synchronized void signInAs(String userId) {
    signedIn = requireNonNull(userId, "userId");
    refusing = false;
  }

  /**
   * Makes {@code /authorize} answer {@code access_denied}, as if the user refused, until the next
   * {@link #signInAs}.
   */
  public synchronized void refuseSignIn() {
    refusing = true;
  }

  /** Chooses what a refresh does to the refresh token: {@link RefreshTokens#KEPT} at first. */
  public synchronized void refreshTokens(RefreshTokens policy) {
    this.policy = requireNonNull(policy, "policy");
  }

  /**
   * Expires all access tokens of a user, including those of {@link #tokenFor}: calls with them
   * answer 401.
   */
  public synchronized void expireAccessTokens(String userId) {
    accessTokens.replaceAll(
        (token, access) ->
            access.caller().userId().equals(userId)
                ? new Granted(access.caller(), Instant.MIN)
                : access);
  }

  /** Withdraws a user's authorization: refreshes answer {@code invalid_grant}, calls answer 401. */
  public synchronized void revoke(String userId) {
    expireAccessTokens(userId);
    refreshTokens.entrySet().stream()
        .filter(token -> token.getValue().caller().userId().equals(userId))
        .forEach(token -> revoked.add(token.getKey()));
  }

  synchronized Optional<Caller> caller(String accessToken) {
    Granted access = accessTokens.get(accessToken);
    return access != null && now().isBefore(access.until())
        ? Optional.of(access.caller())
        : Optional.empty();
  }

  synchronized boolean isKnown(String accessToken) {
    return accessTokens.containsKey(accessToken);
  }

  /** The user who signs in now; empty if the user refuses. */
  synchronized Optional<String> signIn(@Nullable String asked) {
    String user = signedIn != null ? signedIn : asked;
    return refusing ? Optional.empty() : Optional.ofNullable(user);
  }

  synchronized String newCode(Caller caller, String redirect, @Nullable String challenge) {
    String code = secret("AQC");
    codes.put(code, new Code(caller, redirect, challenge, now().plus(CODE_LIFE)));
    return code;
  }

  /** Uses up a code: a second call finds nothing. */
  synchronized Optional<Code> takeCode(String code) {
    return Optional.ofNullable(codes.remove(code)).filter(taken -> now().isBefore(taken.until()));
  }

  synchronized Grant grant(Caller caller) {
    return new Grant(newAccessToken(caller), newRefreshToken(caller, now()), caller.scopes());
  }

  /**
   * Uses a refresh token.
   *
   * @throws RefusedException with Spotify's words for an unknown, revoked or dead token
   */
  synchronized Grant refresh(String refreshToken) throws RefusedException {
    Refresh refresh = refreshTokens.get(refreshToken);
    if (refresh == null) {
      throw new RefusedException("Invalid refresh token");
    }
    if (revoked.contains(refreshToken)) {
      throw new RefusedException("Refresh token revoked");
    }
    // Since July 2026 the six months count from the authorization; use does not extend them.
    if (!now().isBefore(refresh.authorizedAt().atZone(ZoneOffset.UTC).plusMonths(6).toInstant())) {
      throw new RefusedException("Refresh token expired");
    }
    String replacement = null;
    if (policy != RefreshTokens.KEPT) {
      replacement = newRefreshToken(refresh.caller(), refresh.authorizedAt());
      if (policy == RefreshTokens.SINGLE_USE) {
        revoked.add(refreshToken);
      }
    }
    Caller caller = refresh.caller();
    return new Grant(newAccessToken(caller), replacement, caller.scopes());
  }

  private String newAccessToken(Caller caller) {
    String token = secret("BQ");
    accessTokens.put(token, new Granted(caller, now().plus(ACCESS_TOKEN_LIFE)));
    return token;
  }

  private String newRefreshToken(Caller caller, Instant authorizedAt) {
    String token = secret("AQA");
    refreshTokens.put(token, new Refresh(caller, authorizedAt));
    return token;
  }

  private String secret(String prefix) {
    return prefix + "simulated-" + Ids.next(random) + Ids.next(random);
  }

  private Instant now() {
    return clock.instant();
  }

  private record Granted(Caller caller, Instant until) {}

  private record Refresh(Caller caller, Instant authorizedAt) {}

  record Code(Caller caller, String redirect, @Nullable String challenge, Instant until) {}

  record Grant(String accessToken, @Nullable String refreshToken, Set<String> scopes) {}

  /** Refuses a refresh token; the message goes into the answer. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
