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
 * The logins: one app, its users' access and refresh tokens and authorisation codes. Tokens are
 * made from the seed, so they are secrets in form only. Safe for several threads.
 */
public final class Accounts {

  /** The client id of the simulated app. */
  public static final String CLIENT_ID = "5f0c1d2e3b4a59687766554433221100";

  /** The client secret of the simulated app. */
  public static final String CLIENT_SECRET = "0011223344556677869504b3a2d1e0cf";

  /** How long an access token lives. */
  public static final Duration ACCESS_TOKEN_LIFE = Duration.ofHours(1);

  /** Every scope that the simulator asks for. */
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

  /**
   * Makes an access token that does not expire by itself, with all scopes.
   *
   * @param userId the user
   * @return a new token
   */
  public String tokenFor(String userId) {
    return tokenFor(userId, ALL_SCOPES);
  }

  /**
   * Makes an access token that does not expire by itself.
   *
   * @param userId the user
   * @param scopes what the user allowed
   * @return a new token
   */
  public synchronized String tokenFor(String userId, Set<String> scopes) {
    String token = secret("BQ");
    accessTokens.put(token, new Granted(new Caller(userId, Set.copyOf(scopes)), Instant.MAX));
    return token;
  }

  /**
   * Makes a refresh token as if the user had authorised the app now, with all scopes.
   *
   * @param userId the user
   * @return a new token
   */
  public synchronized String refreshTokenFor(String userId) {
    return newRefreshToken(new Caller(requireNonNull(userId, "userId"), ALL_SCOPES), now());
  }

  /**
   * Chooses who is at the browser when {@code /authorize} is called. Before the first call the
   * parameter {@code user} of the request says it.
   *
   * @param userId the user
   */
  public synchronized void signInAs(String userId) {
    signedIn = requireNonNull(userId, "userId");
    refusing = false;
  }

  /** Lets the user refuse: {@code /authorize} answers {@code access_denied} from now on. */
  public synchronized void refuseSignIn() {
    refusing = true;
  }

  /**
   * Chooses what a refresh does to the refresh token; {@link RefreshTokens#KEPT} at first.
   *
   * @param policy what
   */
  public synchronized void refreshTokens(RefreshTokens policy) {
    this.policy = requireNonNull(policy, "policy");
  }

  /**
   * Ends all access tokens of a user, those of {@link #tokenFor} included: they answer 401.
   *
   * @param userId the user
   */
  public synchronized void expireAccessTokens(String userId) {
    accessTokens.replaceAll(
        (token, access) ->
            access.caller().userId().equals(userId)
                ? new Granted(access.caller(), Instant.MIN)
                : access);
  }

  /**
   * Lets a user withdraw the authorisation: refreshes answer {@code invalid_grant}, access tokens
   * answer 401.
   *
   * @param userId the user
   */
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

  /** Who signs in now, or empty if the user refuses. */
  synchronized Optional<String> signIn(@Nullable String asked) {
    String user = signedIn != null ? signedIn : asked;
    return refusing ? Optional.empty() : Optional.ofNullable(user);
  }

  synchronized String newCode(Caller caller, String redirect, @Nullable String challenge) {
    String code = secret("AQC");
    codes.put(code, new Code(caller, redirect, challenge, now().plus(CODE_LIFE)));
    return code;
  }

  /** Takes a code; a second use of it finds nothing. */
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
    // Since July 2026 the life counts from the authorisation; use does not extend it.
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

  /** A refresh token that is refused; the message is what the answer says. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
