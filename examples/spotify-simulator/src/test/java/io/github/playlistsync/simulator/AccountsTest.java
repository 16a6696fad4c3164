package io.github.playlistsync.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountsTest {

  private static final String REDIRECT = "http://127.0.0.1:9999/callback";
  private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-long";

  private final SettableClock clock = new SettableClock();
  private SpotifySimulator simulator;
  private ApiClient browser;

  @BeforeEach
  void start() {
    simulator = SpotifySimulator.builder().clock(clock).start();
    simulator.world().addUser("alice");
    simulator.accounts().signInAs("alice");
    browser = new ApiClient(simulator, null);
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void signsInWithProofOfPossession() throws Exception {
    String code = code(authorize(REDIRECT, "&code_challenge_method=S256&code_challenge=" + hash()));

    JsonNode tokens = ApiClient.json(exchange(code, "&code_verifier=" + VERIFIER));

    assertThat(tokens.path("expires_in").intValue()).isEqualTo(3600);
    assertThat(tokens.path("token_type").textValue()).isEqualTo("Bearer");
    assertThat(tokens.path("scope").textValue()).isEqualTo("user-library-read");
    assertThat(me(tokens)).isEqualTo(200);
    assertThat(exchange(code, "&code_verifier=" + VERIFIER).body()).contains("invalid_grant");
  }

  @Test
  void refusesAWrongOrMissingVerifier() throws Exception {
    String challenge = "&code_challenge_method=S256&code_challenge=" + hash();

    assertThat(exchange(code(authorize(REDIRECT, challenge)), "&code_verifier=wrong").body())
        .contains("invalid_grant", "code_verifier was incorrect");
    assertThat(exchange(code(authorize(REDIRECT, challenge)), "").body()).contains("invalid_grant");
    assertThat(authorize(REDIRECT, "&code_challenge=" + hash()).statusCode()).isEqualTo(400);
  }

  @Test
  void signsInWithTheClientSecret() {
    String form =
        "grant_type=authorization_code&redirect_uri="
            + URLEncoder.encode(REDIRECT, UTF_8)
            + "&code=";
    String basic = Accounts.CLIENT_ID + ":" + Accounts.CLIENT_SECRET;
    String header = "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(US_ASCII));

    HttpResponse<String> granted =
        browser.postForm(
            "/api/token", form + code(authorize(REDIRECT, "")), "Authorization", header);
    HttpResponse<String> refused =
        browser.postForm(
            "/api/token", form + code(authorize(REDIRECT, "")), "Authorization", header + "x");

    assertThat(me(ApiClient.json(granted))).isEqualTo(200);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .isEqualTo("{\"error\":\"invalid_client\",\"error_description\":\"Invalid client\"}");
    assertThat(exchange(code(authorize(REDIRECT, "")), "").body()).contains("invalid_client");
  }

  @Test
  void redirectsWithTheStateAndTakesSafeRedirectsOnly() {
    HttpResponse<String> response = authorize(REDIRECT, "&state=a%20b");

    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(location(response)).startsWith(REDIRECT + "?code=").endsWith("&state=a+b");
    assertThat(authorize("http://[::1]:80/x", "").statusCode()).isEqualTo(302);
    assertThat(authorize("https://app.example/x", "").statusCode()).isEqualTo(302);
    assertThat(authorize("http://localhost:9999/callback", "").statusCode()).isEqualTo(400);
    assertThat(authorize("http://app.example/x", "").statusCode()).isEqualTo(400);
  }

  @Test
  void saysThatTheUserRefused() {
    simulator.accounts().refuseSignIn();

    assertThat(location(authorize(REDIRECT, "&state=s")))
        .isEqualTo(REDIRECT + "?error=access_denied&state=s");
  }

  @Test
  void refusesAnOldCodeAndAnotherRedirect() {
    String code = code(authorize(REDIRECT, ""));
    clock.advance(Duration.ofMinutes(11));

    assertThat(exchange(code, "&client_secret=" + Accounts.CLIENT_SECRET).body())
        .contains("Invalid authorization code");
    assertThat(
            exchange(
                    code(authorize("https://app.example/x", "")),
                    "&client_secret=" + Accounts.CLIENT_SECRET)
                .body())
        .contains("Invalid redirect URI");
  }

  @Test
  void accessTokensExpireAfterAnHour() {
    JsonNode tokens = ApiClient.json(refresh(simulator.accounts().refreshTokenFor("alice")));
    clock.advance(Duration.ofSeconds(3599));
    assertThat(me(tokens)).isEqualTo(200);

    clock.advance(Duration.ofSeconds(1));

    assertThat(me(tokens)).isEqualTo(401);
  }

  @Test
  void registeredTokensExpireOnlyWhenTold() {
    String token = simulator.accounts().tokenFor("alice");
    ApiClient alice = new ApiClient(simulator, token);
    clock.advance(Duration.ofDays(400));
    assertThat(alice.get("/v1/me").statusCode()).isEqualTo(200);

    simulator.accounts().expireAccessTokens("alice");

    HttpResponse<String> refused = alice.get("/v1/me");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).contains("expired");
  }

  @Test
  void aRefreshKeepsOrReplacesTheRefreshToken() {
    String first = simulator.accounts().refreshTokenFor("alice");
    assertThat(ApiClient.json(refresh(first)).has("refresh_token")).isFalse();

    simulator.accounts().refreshTokens(RefreshTokens.REPLACED);
    String second = ApiClient.json(refresh(first)).path("refresh_token").textValue();
    assertThat(second).isNotEqualTo(first);
    assertThat(refresh(first).statusCode()).isEqualTo(200);

    simulator.accounts().refreshTokens(RefreshTokens.SINGLE_USE);
    assertThat(refresh(second).statusCode()).isEqualTo(200);
    assertThat(refresh(second).statusCode()).isEqualTo(400);
    assertThat(refresh(second).body())
        .isEqualTo("{\"error\":\"invalid_grant\",\"error_description\":\"Refresh token revoked\"}");
  }

  @Test
  void refreshTokensDieSixMonthsAfterTheAuthorization() {
    clock.set(Instant.parse("2026-11-01T12:00:00Z"));
    simulator.accounts().refreshTokens(RefreshTokens.REPLACED);
    String token = simulator.accounts().refreshTokenFor("alice");

    clock.set(Instant.parse("2027-05-01T11:59:59Z"));
    String replaced = ApiClient.json(refresh(token)).path("refresh_token").textValue();
    clock.set(Instant.parse("2027-05-01T12:00:00Z"));

    assertThat(refresh(token).body()).contains("invalid_grant", "Refresh token expired");
    assertThat(refresh(replaced).body()).contains("invalid_grant", "Refresh token expired");
  }

  @Test
  void revokingEndsEverything() {
    String refreshToken = simulator.accounts().refreshTokenFor("alice");
    JsonNode tokens = ApiClient.json(refresh(refreshToken));

    simulator.accounts().revoke("alice");

    assertThat(me(tokens)).isEqualTo(401);
    assertThat(refresh(refreshToken).body()).contains("Refresh token revoked");
    assertThat(refresh("unknown").body()).contains("invalid_grant");
  }

  @Test
  void theTokenEndpointCanFailWithoutUsingTheToken() {
    simulator.accounts().refreshTokens(RefreshTokens.SINGLE_USE);
    String token = simulator.accounts().refreshTokenFor("alice");
    simulator.faults().add(Fault.on(Endpoint.TOKEN).onCall(1).then(Failures.status(503)));

    assertThat(refresh(token).statusCode()).isEqualTo(503);
    assertThat(refresh(token).statusCode()).isEqualTo(200);
  }

  @Test
  void theLogHoldsNoSecret() {
    String token = simulator.accounts().refreshTokenFor("alice");
    String access = ApiClient.json(refresh(token)).path("access_token").textValue();
    String code = code(authorize(REDIRECT, "&state=hidden-state"));
    exchange(code, "");
    new ApiClient(simulator, access).get("/v1/me?access_token=" + access);

    String log = simulator.log().calls().toString();

    assertThat(simulator.log().count()).isEqualTo(4);
    assertThat(log).contains("/api/token", "/authorize", "/v1/me");
    assertThat(log).doesNotContain(token, access, code, "hidden-state");
  }

  private HttpResponse<String> authorize(String redirect, String more) {
    return browser.get(
        "/authorize?response_type=code&scope=user-library-read&client_id="
            + Accounts.CLIENT_ID
            + "&redirect_uri="
            + URLEncoder.encode(redirect, UTF_8)
            + more);
  }

  private HttpResponse<String> exchange(String code, String more) {
    return browser.postForm(
        "/api/token",
        "grant_type=authorization_code&client_id="
            + Accounts.CLIENT_ID
            + "&redirect_uri="
            + URLEncoder.encode(REDIRECT, UTF_8)
            + "&code="
            + code
            + more);
  }

  private HttpResponse<String> refresh(String token) {
    return browser.postForm(
        "/api/token",
        "grant_type=refresh_token&client_id=" + Accounts.CLIENT_ID + "&refresh_token=" + token);
  }

  private int me(JsonNode tokens) {
    String token = tokens.path("access_token").asText();
    return new ApiClient(simulator, token).get("/v1/me").statusCode();
  }

  private static String code(HttpResponse<String> response) {
    return location(response).replaceAll(".*[?&]code=([^&]*).*", "$1");
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").orElseThrow();
  }

  private static String hash() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }
}
