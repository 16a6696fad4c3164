package io.github.playlistsync.spotify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.RequestRefusedException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.spi.store.StoredTokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpotifyAuthorizationTest {
  private static final URI HOME = URI.create("http://127.0.0.1:8888/callback");
  private static final String TOKEN_PATH = "/api/token";
  private static final Duration HOUR = Duration.ofHours(1);

  @RegisterExtension
  static final WireMockExtension ACCOUNTS =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private final ManualTime time = new ManualTime();
  private SpotifyAuthorization pkce;
  private SpotifyAuthorization secret;

  @BeforeEach
  void describeApplications() {
    pkce = builder().build();
    secret = builder().clientSecret("hush").build();
  }

  @AfterEach
  void close() {
    pkce.close();
    secret.close();
  }

  @Test
  void sendsTheUserToSpotifyWithAChallengeAndAState() throws Exception {
    AuthorizationRequest begun = pkce.begin();

    Map<String, String> query = Form.decode(begun.address().getRawQuery());
    assertThat(begun.address().toString()).startsWith(ACCOUNTS.baseUrl() + "/authorize?");
    assertThat(query)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "client")
        .containsEntry("redirect_uri", HOME.toString())
        .containsEntry(
            "scope", "playlist-read-collaborative playlist-read-private user-library-read")
        .containsEntry("state", begun.state())
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("code_challenge", sha256(begun.verifier()));
    assertThat(begun.verifier()).hasSizeBetween(43, 128);
    assertThat(pkce.begin().state()).isNotEqualTo(begun.state());
    assertThat(secret.begin().verifier()).isNull();
  }

  @Test
  void exchangesTheCodeForTokens() {
    answer(okJson(grant("\"refresh_token\":\"r1\",\"scope\":\"user-library-read a\",")));
    AuthorizationRequest begun = pkce.begin();

    StoredTokens tokens = pkce.complete(begun, callback(begun, "code=c%2F1"));

    Instant now = time.instant();
    assertThat(tokens)
        .isEqualTo(
            new StoredTokens("a1", now.plus(HOUR), "r1", now, Set.of("user-library-read", "a")));
    ACCOUNTS.verify(
        postRequestedFor(urlEqualTo(TOKEN_PATH))
            .withHeader("Authorization", absent())
            .withFormParam("grant_type", equalTo("authorization_code"))
            .withFormParam("code", equalTo("c/1"))
            .withFormParam("redirect_uri", equalTo(HOME.toString()))
            .withFormParam("client_id", equalTo("client"))
            .withFormParam("code_verifier", equalTo(begun.verifier())));
  }

  @Test
  void provesItselfByTheSecretWhereThereIsOne() {
    answer(okJson(grant("\"refresh_token\":\"r1\",")));
    AuthorizationRequest begun = secret.begin();

    secret.complete(begun, callback(begun, "code=c1"));

    ACCOUNTS.verify(
        postRequestedFor(urlEqualTo(TOKEN_PATH))
            .withBasicAuth(
                new com.github.tomakehurst.wiremock.client.BasicCredentials("client", "hush"))
            .withFormParam("code_verifier", absent())
            .withFormParam("client_id", absent()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"code=c1", "code=c1&state=other", "code=c1&state=", "", "state=%zz"})
  void refusesAnAnswerThatBelongsToAnotherRequest(String query) {
    URI callback =
        query.contains("%zz") ? URI.create("/?state=%25zz") : URI.create(HOME + "?" + query);

    assertThatThrownBy(() -> pkce.complete(pkce.begin(), callback))
        .isInstanceOf(AuthorizationException.class);
    ACCOUNTS.verify(0, postRequestedFor(urlEqualTo(TOKEN_PATH)));
  }

  @Test
  void saysThatTheUserRefused() {
    AuthorizationRequest begun = pkce.begin();

    assertThatThrownBy(() -> pkce.complete(begun, callback(begun, "error=access_denied")))
        .isInstanceOf(AuthorizationException.class)
        .hasMessageContaining("access_denied");
    assertThatThrownBy(() -> pkce.complete(begun, callback(begun, "code=")))
        .isInstanceOf(AuthorizationException.class);
  }

  @Test
  void keepsTheRefreshTokenUnlessSpotifyReplacesIt() {
    StoredTokens old = tokens();
    answer(okJson(grant("")));

    assertThat(pkce.refresh(old))
        .isEqualTo(
            new StoredTokens(
                "a1", time.instant().plus(HOUR), "r0", old.authorizedAt(), old.scopes()));

    answer(okJson(grant("\"refresh_token\":\"r1\",")));
    assertThat(pkce.refresh(old).refreshToken()).isEqualTo("r1");
    assertThat(pkce.refresh(old).authorizedAt()).isEqualTo(old.authorizedAt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Refresh token revoked", "Refresh token expired"})
  void asksForANewAuthorizationWhenTheRefreshTokenIsDead(String description) {
    answer(refusal(400, "invalid_grant", description));

    assertThatThrownBy(() -> pkce.refresh(tokens()))
        .isInstanceOf(AuthorizationException.class)
        .hasMessage("POST /api/token answered 400 invalid_grant: " + description);
    ACCOUNTS.verify(2, postRequestedFor(urlEqualTo(TOKEN_PATH)));
    assertThat(time.slept()).as("between the two").isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void believesTheFirstRefusalOfAnAuthorizationThatIsSixMonthsOld() {
    answer(refusal(400, "invalid_grant", "Refresh token expired"));
    time.advance(Duration.ofDays(200));

    assertThatThrownBy(() -> pkce.refresh(tokens())).isInstanceOf(AuthorizationException.class);

    ACCOUNTS.verify(1, postRequestedFor(urlEqualTo(TOKEN_PATH)));
  }

  @Test
  void doesNotBelieveARefusalThatIsNotRepeated() {
    ACCOUNTS.stubFor(
        post(urlEqualTo(TOKEN_PATH))
            .inScenario("outage")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(refusal(400, "invalid_grant", "Refresh token revoked"))
            .willSetStateTo("over"));
    ACCOUNTS.stubFor(
        post(urlEqualTo(TOKEN_PATH))
            .inScenario("outage")
            .whenScenarioStateIs("over")
            .willReturn(okJson(grant(""))));

    assertThat(pkce.refresh(tokens()).accessToken()).isEqualTo("a1");
  }

  @Test
  void takesAProxysRefusalForAnOutage() {
    answer(aResponse().withStatus(400).withBody("<html>invalid_grant</html>"));

    assertThatThrownBy(() -> pkce.refresh(tokens()))
        .isInstanceOf(SpotifyUnavailableException.class);
  }

  @Test
  void keepsTheScopesThatWereGrantedAndNotThoseThatWereAskedFor() {
    answer(okJson(grant("\"refresh_token\":\"r1\",\"scope\":\"user-library-read\",")));
    assertThat(authorized().missing(SpotifyAuthorization.USUAL_SCOPES))
        .containsExactly("playlist-read-collaborative", "playlist-read-private");

    answer(okJson(grant("\"refresh_token\":\"r1\",\"scope\":\"a  b a\",")));
    assertThat(authorized().scopes()).as("one named twice").containsExactlyInAnyOrder("a", "b");

    answer(okJson(grant("\"refresh_token\":\"r1\",\"scope\":\"\",")));
    assertThat(authorized().scopes()).isEmpty();

    answer(okJson(grant("\"refresh_token\":\"r1\",")));
    assertThat(authorized().scopes()).as("all, where none is named").hasSize(3);
  }

  private StoredTokens authorized() {
    AuthorizationRequest begun = pkce.begin();
    return pkce.complete(begun, callback(begun, "code=c1"));
  }

  @ParameterizedTest
  @CsvSource({"400,invalid_client", "401,invalid_client", "400,unauthorized_client"})
  void doesNotBlameTheUserForTheApplication(int status, String error) {
    answer(refusal(status, error, "Invalid client"));

    assertThatThrownBy(() -> pkce.refresh(tokens()))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining(error);
  }

  @Test
  void takesAFailingEndpointForAnOutage() {
    answer(aResponse().withStatus(503));

    assertThatThrownBy(() -> pkce.refresh(tokens()))
        .isInstanceOf(SpotifyUnavailableException.class);

    ACCOUNTS.verify(4, postRequestedFor(urlEqualTo(TOKEN_PATH)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"access_token\":7}", "{\"access_token\":\"a", "[]"})
  void takesAnAnswerWithoutATokenForAnOutage(String body) {
    answer(okJson(body));

    assertThatThrownBy(() -> pkce.refresh(tokens()))
        .isInstanceOf(SpotifyUnavailableException.class);
  }

  @Test
  void waitsOutAFewShortRateLimitsAndNoLongOne() {
    answer(aResponse().withStatus(429).withHeader("Retry-After", "2"));
    assertThatThrownBy(() -> pkce.refresh(tokens())).isInstanceOf(RateLimitedException.class);
    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(6));

    answer(aResponse().withStatus(429).withHeader("Retry-After", "3600"));
    assertThatThrownBy(() -> pkce.refresh(tokens())).isInstanceOf(RateLimitedException.class);
    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void knowsWhenTheAuthorizationEnds() {
    StoredTokens tokens = tokens();

    assertThat(tokens.authorizationEndsAt()).isEqualTo("2027-02-28T12:00:00Z");
    assertThat(tokens.daysLeft(Instant.parse("2027-02-18T11:00:00Z"))).isEqualTo(10);
    assertThat(tokens.daysLeft(Instant.parse("2027-02-28T11:00:00Z"))).isZero();
    assertThat(tokens.daysLeft(Instant.parse("2028-01-01T00:00:00Z"))).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost:8888/x", "http://example.com/x", "spotify-sync://x", "/x"})
  void refusesRedirectsThatSpotifyRefuses(String redirect) {
    URI uri = URI.create(redirect);

    assertThatThrownBy(() -> SpotifyAuthorization.builder("client", uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127.0.0.1");
  }

  private SpotifyAuthorization.Builder builder() {
    return SpotifyAuthorization.builder("client", HOME)
        .accountsUri(URI.create(ACCOUNTS.baseUrl()))
        .clock(time)
        .sleeper(time);
  }

  private static URI callback(AuthorizationRequest begun, String query) {
    return URI.create(HOME + "?" + query + "&state=" + begun.state());
  }

  private static void answer(ResponseDefinitionBuilder response) {
    ACCOUNTS.stubFor(post(urlEqualTo(TOKEN_PATH)).willReturn(response));
  }

  private static ResponseDefinitionBuilder refusal(int status, String error, String description) {
    return aResponse()
        .withStatus(status)
        .withBody("{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, description));
  }

  private static String grant(String more) {
    return "{\"access_token\":\"a1\",\"token_type\":\"Bearer\",%s\"expires_in\":3600}"
        .formatted(more);
  }

  private static StoredTokens tokens() {
    return new StoredTokens(
        "a0",
        Instant.parse("2026-09-01T12:00:00Z"),
        "r0",
        Instant.parse("2026-08-31T12:00:00Z"),
        Set.of("user-library-read"));
  }

  private static String sha256(String text) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }
}
