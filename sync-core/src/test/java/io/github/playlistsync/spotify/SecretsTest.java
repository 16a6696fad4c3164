package io.github.playlistsync.spotify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.contract.RecordedCall;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.memory.InMemoryRequestGate;
import io.github.playlistsync.memory.InMemoryTokenStore;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spi.spotify.ItemSource;
import io.github.playlistsync.spi.store.StoredTokens;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** No token, code, verifier or secret shows in a log at TRACE, an exception or a toString. */
class SecretsTest {
  private static final UserId ANNA = RecordedCall.patient(Duration.ZERO).user();
  private static final String ACCESS = "SECRET-access";
  private static final String REFRESH = "SECRET-refresh";
  private static final String CODE = "SECRET-code";
  private static final String CLIENT = "SECRET-client";
  private static final String BASIC =
      Base64.getEncoder().encodeToString(("client:" + CLIENT).getBytes(StandardCharsets.UTF_8));

  @RegisterExtension
  static final WireMockExtension SPOTIFY =
      WireMockExtension.newInstance()
          .options(wireMockConfig().dynamicPort().globalTemplating(true))
          .build();

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ManualTime time = new ManualTime();
  private final List<String> shown = new ArrayList<>();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final PrintStream usual = System.err;

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setErr(usual);
  }

  @Test
  void logsAreHeardAtTrace() {
    LoggerFactory.getLogger(HttpExchange.class).trace("heard");

    assertThat(logged.toString(StandardCharsets.UTF_8)).contains("TRACE").contains("heard");
  }

  @Test
  void nothingOfASecretIsShownWhateverSpotifyAnswers() {
    AccessTokens fixed = AccessTokens.fixed(ACCESS);
    shown.add(fixed.toString());
    for (ResponseDefinitionBuilder answer : answers()) {
      SPOTIFY.stubFor(any(anyUrl()).willReturn(answer));
      readWith(fixed);
      authorize(false);
      authorize(true);
    }

    String all = String.join("\n", shown) + logged.toString(StandardCharsets.UTF_8);
    assertThat(all).contains("POST /api/token").contains("GET /me/playlists");
    assertThat(all).doesNotContain("SECRET").doesNotContain(BASIC);
  }

  private static List<ResponseDefinitionBuilder> answers() {
    String sent = "{{{request.body}}}";
    String header = "{{{request.headers.Authorization}}}";
    List<ResponseDefinitionBuilder> answers = new ArrayList<>();
    for (int status : new int[] {200, 302, 400, 401, 403, 404, 429, 500}) {
      for (String body :
          new String[] {
            sent + header,
            "{\"error\":{\"message\":\"" + sent + "\"}}",
            "{\"error\":{\"message\":\"" + header + "\"}}",
            "{\"error\":\"invalid_grant\",\"error_description\":\"" + sent + "\"}",
            "{\"error\":\"" + sent + header + "\"}",
            "{\"access_token\":\"" + ACCESS + "\",\"refresh_token\":\"" + REFRESH + "\"}",
            "{\"access_token\":\"" + ACCESS
          }) {
        answers.add(aResponse().withStatus(status).withBody(body));
      }
    }
    answers.add(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
    return answers;
  }

  private void readWith(AccessTokens tokens) {
    PlaylistId road = PlaylistId.of("p1");
    try (SpotifyWebApi spotify =
        SpotifyWebApi.builder(tokens)
            .httpClient(HTTP)
            .baseUri(URI.create(SPOTIFY.baseUrl()))
            .gate(InMemoryRequestGate.create(GateSettings.defaults(), time, time))
            .clock(time)
            .sleeper(time)
            .build()) {
      RecordedCall call = RecordedCall.patient(Duration.ofSeconds(10));
      record(() -> spotify.library(call, 0));
      record(() -> spotify.playlist(call, road));
      record(() -> spotify.items(call, road, ItemSource.ITEMS, 0, 50));
      record(() -> spotify.currentUser(call));
    }
  }

  private void authorize(boolean withSecret) {
    SpotifyAuthorization.Builder builder =
        SpotifyAuthorization.builder("client", URI.create("http://127.0.0.1/callback"))
            .httpClient(HTTP)
            .accountsUri(URI.create(SPOTIFY.baseUrl()))
            .clock(time)
            .sleeper(time);
    try (SpotifyAuthorization authorization =
        withSecret ? builder.clientSecret(CLIENT).build() : builder.build()) {
      AuthorizationRequest begun =
          new AuthorizationRequest(
              URI.create("https://x/?state=SECRET-state"), "SECRET-state", "SECRET-verifier");
      shown.add(begun.toString());
      URI callback = URI.create("/?state=SECRET-state&code=" + CODE);
      record(() -> authorization.complete(begun, callback));
      StoredTokens stored =
          new StoredTokens(ACCESS, time.instant(), REFRESH, time.instant(), Set.of("a"));
      shown.add(stored.toString());
      record(() -> authorization.refresh(stored));
      InMemoryTokenStore store = InMemoryTokenStore.create(time);
      store.save(ANNA, stored);
      RefreshingAccessTokens tokens =
          RefreshingAccessTokens.create(authorization, store, time, time);
      List.<Object>of(tokens, store, authorization, builder).forEach(o -> shown.add(o.toString()));
      record(() -> tokens.accessToken(ANNA).length());
    }
  }

  private void record(Supplier<Object> action) {
    try {
      shown.add(String.valueOf(action.get()));
    } catch (SyncException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      shown.add(trace.toString());
    }
  }
}
