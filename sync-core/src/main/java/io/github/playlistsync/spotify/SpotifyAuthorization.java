package io.github.playlistsync.spotify;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.RequestRefusedException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.spi.store.StoredTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lets users authorize the application, by the authorization code flow: with a client secret if
 * there is one, else with PKCE, which suits an application on the user's own machine.
 *
 * <p>{@link #begin} gives the address for the user's browser, {@link #complete} takes the address
 * to which Spotify sends it back, {@link #refresh} gets a new access token later. Between calls it
 * keeps only connections; the host keeps the {@link AuthorizationRequest} in the user's session and
 * the tokens in a {@link io.github.playlistsync.spi.store.TokenStore}. Safe for use by several
 * threads.
 *
 * @see <a
 *     href="https://developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow">Authorization
 *     Code with PKCE</a>
 * @see <a
 *     href="https://developer.spotify.com/documentation/web-api/tutorials/code-flow">Authorization
 *     Code</a>
 */
public final class SpotifyAuthorization implements AutoCloseable {
  /** The scopes that private and collaborative playlists and Liked Songs need. */
  public static final Set<String> USUAL_SCOPES =
      Set.of("playlist-read-private", "playlist-read-collaborative", "user-library-read");

  private static final CallContext UNWATCHED = UnwatchedCall.of(UserId.of("unknown"));

  private final String clientId;
  private final @Nullable String clientSecret;
  private final URI redirectUri;
  private final URI accounts;
  private final String scopes;
  private final SecureRandom random;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Duration refusalPause;
  private final TokenEndpoint endpoint;
  private final OwnedClient client;

  private SpotifyAuthorization(Builder from, OwnedClient client) {
    Backoff backoff = new Backoff(from.settings, from.clock, from.random, from.sleeper);
    clientId = from.clientId;
    clientSecret = from.clientSecret;
    redirectUri = from.redirectUri;
    accounts = from.accountsUri;
    scopes = String.join(" ", new TreeSet<>(from.scopes));
    random = from.random;
    clock = from.clock;
    sleeper = from.sleeper;
    refusalPause = from.refusalPause;
    endpoint =
        new TokenEndpoint(
            URI.create(accounts + "/api/token"),
            new HttpExchange(client.http(), from.settings),
            backoff,
            clock,
            from.sleeper);
    this.client = client;
  }

  /**
   * Begins the description of an application.
   *
   * @param clientId the application's id, from the developer dashboard
   * @param redirectUri where Spotify sends users back to, as registered in the dashboard
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if {@code redirectUri} is neither https nor http to a loopback
   *     address such as 127.0.0.1; Spotify refuses {@code localhost}
   */
  public static Builder builder(String clientId, URI redirectUri) {
    return new Builder(clientId, redirectUri);
  }

  /** Begins an authorization with a new state and a new verifier. */
  public AuthorizationRequest begin() {
    String state = randomText(16);
    String verifier = clientSecret == null ? randomText(64) : null;
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", clientId);
    query.put("redirect_uri", redirectUri.toString());
    query.put("scope", scopes);
    query.put("state", state);
    if (verifier != null) {
      query.put("code_challenge_method", "S256");
      query.put("code_challenge", challenge(verifier));
    }
    return new AuthorizationRequest(
        URI.create(accounts + "/authorize?" + Form.encode(query)), state, verifier);
  }

  /**
   * Completes an authorization, once: exchanges the code that came back for tokens.
   *
   * @param begun what {@link #begin} gave for this user's session
   * @param callback the address to which Spotify sent the user's browser; only its query matters
   * @throws AuthorizationException if the user refused, the state is not the one that was sent, or
   *     the code is not good
   * @throws RequestRefusedException if Spotify refuses the application itself
   * @throws RateLimitedException if Spotify allows no call soon
   * @throws SpotifyUnavailableException if Spotify gives no usable answer
   */
  public StoredTokens complete(AuthorizationRequest begun, URI callback) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code(begun, callback));
    form.put("redirect_uri", redirectUri.toString());
    if (begun.verifier() != null) {
      form.put("code_verifier", begun.verifier());
    }
    Instant now = clock.instant();
    TokenEndpoint.Grant grant = ask(UNWATCHED, form);
    if (grant.refreshToken() == null) {
      throw new AuthorizationException("Spotify gave no refresh token for the code");
    }
    String granted = grant.scope() == null ? scopes : grant.scope();
    return new StoredTokens(
        grant.accessToken(), grant.expiresAt(), grant.refreshToken(), now, split(granted));
  }

  /**
   * Gets a new access token. A refusal counts only if Spotify repeats it after a pause, unless the
   * authorization is six months old: during an outage, Spotify has refused good tokens.
   *
   * @return the tokens to store instead of {@code tokens}: with a new refresh token if Spotify gave
   *     one, which ends the old one's life, and the time of the authorization as it was
   * @throws AuthorizationException if the refresh token was revoked or has expired: the user must
   *     authorize the application again
   * @throws RequestRefusedException if Spotify refuses the application itself
   * @throws RateLimitedException if Spotify allows no call soon
   * @throws SpotifyUnavailableException if Spotify gives no usable answer; the login is still good
   */
  public StoredTokens refresh(StoredTokens tokens) {
    return refresh(UNWATCHED, tokens);
  }

  /** The same on behalf of a call; gives up when the call is canceled. */
  StoredTokens refresh(CallContext call, StoredTokens tokens) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", tokens.refreshToken());
    TokenEndpoint.Grant grant;
    try {
      grant = ask(call, form);
    } catch (AuthorizationException refused) {
      if (!clock.instant().isBefore(tokens.authorizationEndsAt())) {
        throw refused;
      }
      sleeper.pause(call, clock, refusalPause, "Spotify refuses the login, asking once more");
      grant = ask(call, form);
    }
    String replaced = grant.refreshToken();
    return new StoredTokens(
        grant.accessToken(),
        grant.expiresAt(),
        replaced == null ? tokens.refreshToken() : replaced,
        tokens.authorizedAt(),
        grant.scope() == null ? tokens.scopes() : split(grant.scope()));
  }

  /** Ends the threads of the HTTP client, if it is our own. Closing twice is harmless. */
  @Override
  public void close() {
    client.close();
  }

  private TokenEndpoint.Grant ask(CallContext call, Map<String, String> form) {
    if (clientSecret == null) {
      form.put("client_id", clientId);
      return endpoint.ask(call, form, null);
    }
    byte[] pair = (clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8);
    return endpoint.ask(call, form, "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private static String code(AuthorizationRequest begun, URI callback) {
    Map<String, String> answer;
    try {
      answer = Form.decode(callback.getRawQuery());
    } catch (IllegalArgumentException e) {
      throw new AuthorizationException("the address to which Spotify sent the user is malformed");
    }
    byte[] state = answer.getOrDefault("state", "").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(state, begun.state().getBytes(StandardCharsets.UTF_8))) {
      throw new AuthorizationException(
          "the answer does not belong to the authorization that was begun");
    }
    String error = answer.get("error");
    if (error != null) {
      throw new AuthorizationException("the authorization was refused: " + Texts.oneLine(error));
    }
    String code = answer.get("code");
    if (code == null || code.isEmpty()) {
      throw new AuthorizationException("the answer holds no code");
    }
    return code;
  }

  private String randomText(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Set<String> split(String scopes) {
    return scopes.isBlank() ? Set.of() : Set.copyOf(List.of(scopes.strip().split("\\s+")));
  }

  /** Describes the application. Each setter refuses null. */
  public static final class Builder {
    private final String clientId;
    private final URI redirectUri;
    private @Nullable String clientSecret;
    private URI accountsUri = URI.create("https://accounts.spotify.com");
    private Set<String> scopes = USUAL_SCOPES;
    private SpotifySettings settings = SpotifySettings.defaults();
    private Clock clock = Clock.systemUTC();
    private SecureRandom random = new SecureRandom();
    private Sleeper sleeper = Sleeper.system();
    private Duration refusalPause = Duration.ofSeconds(5);
    private @Nullable HttpClient httpClient;

    private Builder(String clientId, URI redirectUri) {
      this.clientId = Objects.requireNonNull(clientId, "clientId");
      this.redirectUri = requireRedirect(redirectUri);
    }

    /** The application's secret: for a host that can keep one. Without it PKCE is used. */
    public Builder clientSecret(String value) {
      clientSecret = Objects.requireNonNull(value, "clientSecret");
      return this;
    }

    /** What the user is asked to grant: by default {@link #USUAL_SCOPES}. */
    public Builder scopes(Set<String> value) {
      scopes = Set.copyOf(value);
      return this;
    }

    /**
     * Where users authorize and tokens are given: by default {@code https://accounts.spotify.com}.
     *
     * @throws IllegalArgumentException if it is neither https nor plain http to this machine, or
     *     has a user, a query or a fragment
     */
    public Builder accountsUri(URI value) {
      accountsUri = ServiceAddress.check(value, "accountsUri", "");
      return this;
    }

    /** The limits of a request. */
    public Builder settings(SpotifySettings value) {
      settings = Objects.requireNonNull(value, "settings");
      return this;
    }

    /**
     * The HTTP client to use: by default one of our own. Its connect timeout is then the host's.
     *
     * @throws IllegalArgumentException if it follows redirects, which would carry secrets elsewhere
     */
    public Builder httpClient(HttpClient value) {
      httpClient = OwnedClient.requireNoRedirects(value);
      return this;
    }

    /** The clock by which tokens expire. */
    public Builder clock(Clock value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /** Waits between tries. */
    public Builder sleeper(Sleeper value) {
      sleeper = Objects.requireNonNull(value, "sleeper");
      return this;
    }

    /**
     * How long to pause before a refused refresh is tried once more: five seconds by default.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder refusalPause(Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException("refusalPause is " + value + "; expected 0 or more");
      }
      refusalPause = value;
      return this;
    }

    /** The authorization as described. */
    public SpotifyAuthorization build() {
      return new SpotifyAuthorization(this, OwnedClient.of(httpClient, settings));
    }

    private static URI requireRedirect(URI uri) {
      Objects.requireNonNull(uri, "redirectUri");
      boolean encrypted = "https".equals(uri.getScheme()) && uri.getHost() != null;
      boolean loopback =
          "http".equals(uri.getScheme())
              && uri.getHost() != null
              && ServiceAddress.isLoopbackLiteral(uri.getHost());
      if (!encrypted && !loopback) {
        throw new IllegalArgumentException(
            "redirectUri is neither https nor http to a loopback address such as 127.0.0.1");
      }
      return uri;
    }
  }
}
