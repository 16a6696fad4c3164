package io.github.playlistsync.spotify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.github.playlistsync.spotify.Fixtures.pageOfTracks;
import static io.github.playlistsync.spotify.Fixtures.playlist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.contract.OwnThread;
import io.github.playlistsync.contract.RecordedCall;
import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.memory.InMemoryRequestGate;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spi.spotify.ItemSource;
import io.github.playlistsync.spi.spotify.RequestGate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpotifyWebApiTest {
  private static final PlaylistId ROAD = PlaylistId.of("1Cp6VQCKf2VL4sP09jN9oX");
  private static final String PATH = "/v1/playlists/" + ROAD;
  private static final String ITEMS = PATH + "/items";
  private static final String TRACKS = PATH + "/tracks";
  private static final String TOKEN = "first-token";

  @RegisterExtension
  static final WireMockExtension SPOTIFY =
      WireMockExtension.newInstance()
          .options(wireMockConfig().dynamicPort().gzipDisabled(true))
          .build();

  private final ManualTime time = new ManualTime();
  private final RecordedCall call = RecordedCall.patient(Duration.ofSeconds(30));
  private final RequestGate gate = InMemoryRequestGate.create(GateSettings.defaults(), time, time);
  private SpotifyWebApi spotify;

  @BeforeEach
  void connect() {
    stub("/v1/me", okJson("{\"id\":\"anna\"}"));
    spotify = build(AccessTokens.fixed(TOKEN), SpotifySettings.defaults());
    identify();
  }

  @AfterEach
  void disconnect() {
    spotify.close();
  }

  @Test
  void asksForAPageOfTheLibraryByItsOffset() {
    stub("/v1/me/playlists", okJson(pageOf("p1", "p2")));

    assertThat(spotify.library(call, 100).entries()).hasSize(2);

    SPOTIFY.verify(
        1,
        getRequestedFor(urlPathEqualTo("/v1/me/playlists"))
            .withQueryParam("limit", equalTo("50"))
            .withQueryParam("offset", equalTo("100"))
            .withHeader("Authorization", equalTo("Bearer " + TOKEN))
            .withHeader("Accept-Encoding", equalTo("gzip")));
    assertThat(call.requests()).isEqualTo(1);
  }

  @Test
  void asksForEpisodesTooAndNeverForAMarket() {
    stub(PATH, okJson(playlist(ROAD.value(), "\"items\":" + pageOfTracks(0, 100, 1, 1))));
    stub(ITEMS, okJson(pageOfTracks(100, 50, 101, 1)));

    spotify.playlist(call, ROAD);
    spotify.items(call, ROAD, ItemSource.ITEMS, 100, 50);

    for (String path : new String[] {PATH, ITEMS}) {
      SPOTIFY.verify(
          1,
          getRequestedFor(urlPathEqualTo(path))
              .withQueryParam("additional_types", equalTo("track,episode"))
              .withQueryParam("market", absent()));
    }
  }

  @Test
  void readsLikedSongs() {
    stub("/v1/me/tracks", okJson(pageOfTracks(50, 50, 52, 2)));

    assertThat(spotify.likedSongs(call, 50, 50).items()).hasSize(2);
  }

  @Test
  void learnsWhoseTokenItIs() {
    stub("/v1/me", okJson("{\"id\":\"jürgen$\",\"account_id\":\"7\"}"));

    assertThat(spotify.currentUser(call))
        .isEqualTo(new SpotifyAccount(UserId.of("jürgen$"), "7", null));
  }

  @ParameterizedTest
  @CsvSource({"ITEMS,403", "TRACKS,403", "ITEMS,404", "TRACKS,404"})
  void asksTheOtherEndpointWhenOneRefuses(ItemSource source, int status) {
    String refused = source == ItemSource.ITEMS ? ITEMS : TRACKS;
    stub(refused, error(status, "Forbidden"));
    stub(refused.equals(ITEMS) ? TRACKS : ITEMS, okJson(pageOfTracks(0, 50, 3, 3)));

    assertThat(spotify.items(call, ROAD, source, 0, 50).items()).hasSize(3);

    assertThat(call.requests()).isEqualTo(2);
  }

  @Test
  void saysDeniedRatherThanNotFoundWhenBothEndpointsRefuse() {
    stub(ITEMS, error(404, "Resource not found"));
    stub(TRACKS, error(403, "Forbidden"));

    assertThatThrownBy(() -> spotify.items(call, ROAD, ItemSource.ITEMS, 0, 50))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("GET /playlists/" + ROAD + "/tracks?offset=0 answered 403: Forbidden");

    stub(TRACKS, error(404, "Resource not found"));
    assertThatThrownBy(() -> spotify.items(call, ROAD, ItemSource.TRACKS, 0, 50))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void probesForThePriceOfOneSmallAnswer() {
    stub(PATH, okJson("{\"snapshot_id\":\"s1\",\"items\":{\"total\":7}}"));

    assertThat(spotify.probe(call, ROAD)).hasToString("SnapshotProbe[snapshot=s1, total=7]");

    assertThat(call.requests()).isEqualTo(1);
    SPOTIFY.verify(
        getRequestedFor(urlPathEqualTo(PATH))
            .withQueryParam("fields", equalTo("snapshot_id,items(total),tracks(total)")));
  }

  @Test
  void probesWithoutAFilterWhenTheFilterFindsNothing() {
    stub(PATH, okJson(playlist(ROAD.value(), "\"items\":" + pageOfTracks(0, 100, 1, 1))));
    SPOTIFY.stubFor(
        get(urlPathEqualTo(PATH))
            .withQueryParam("fields", equalTo("snapshot_id,items(total),tracks(total)"))
            .willReturn(okJson("{}")));

    assertThat(spotify.probe(call, ROAD).total()).isEqualTo(1);

    assertThat(call.requests()).isEqualTo(2);
  }

  @Test
  void unpacksAnswers() throws Exception {
    stub(ITEMS, packed(pageOfTracks(0, 50, 50, 50).getBytes(StandardCharsets.UTF_8)));

    assertThat(spotify.items(call, ROAD, ItemSource.ITEMS, 0, 50).items()).hasSize(50);
  }

  @Test
  void givesUpOnAnAnswerThatIsTooLargePackedOrUnpacked() throws Exception {
    connect(SpotifySettings.defaults().withMaxBodyBytes(20_000));
    stub(ITEMS, okJson("{\"items\":[" + " ".repeat(30_000) + "]}"));
    stub(
        TRACKS,
        packed(("{\"items\":[" + " ".repeat(9_000_000) + "]}").getBytes(StandardCharsets.UTF_8)));

    for (ItemSource source : ItemSource.values()) {
      assertThatThrownBy(() -> spotify.items(call, ROAD, source, 0, 50))
          .isInstanceOf(SpotifyUnavailableException.class)
          .hasMessageContaining("more than 20000 bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"items\":[", "<html>busy</html>", "{\"items\":[]}x", "{}", "[]"})
  void triesAgainAfterAnAnswerThatIsNone(String body) {
    stub(ITEMS, okJson(body));

    assertThatThrownBy(() -> spotify.items(call, ROAD, ItemSource.ITEMS, 0, 50))
        .isInstanceOf(SpotifyUnavailableException.class)
        .hasMessageStartingWith("GET /playlists/" + ROAD + "/items?offset=0 answered")
        .hasMessageNotContaining("busy");

    assertThat(call.requests()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void triesAgainAfterABrokenConnection(Fault fault) {
    SPOTIFY.stubFor(
        get(urlPathEqualTo(ITEMS))
            .inScenario("fault")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withFault(fault))
            .willSetStateTo("mended"));
    SPOTIFY.stubFor(
        get(urlPathEqualTo(ITEMS))
            .inScenario("fault")
            .whenScenarioStateIs("mended")
            .willReturn(okJson(pageOfTracks(0, 50, 1, 1))));

    assertThat(spotify.items(call, ROAD, ItemSource.ITEMS, 0, 50).items()).hasSize(1);

    // The JDK repeats a GET by itself if the server closed a kept connection before it answered.
    assertThat(call.requests()).isBetween(1, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408, 204, 301})
  void triesAFewTimesWithPausesAndThenGivesUp(int status) {
    stub(ITEMS, error(status, "Server error."));

    assertThatThrownBy(() -> spotify.items(call, ROAD, ItemSource.ITEMS, 0, 50))
        .isInstanceOf(SpotifyUnavailableException.class)
        .hasMessageContaining("answered " + status);

    assertThat(call.requests()).isEqualTo(4);
    assertThat(time.slept()).isPositive().isLessThan(Duration.ofMillis(3_501));
    assertThat(call.waits()).isNotEmpty();
  }

  @Test
  void doesNotPauseLongerThanTheCallsPatience() {
    stub(ITEMS, error(500, "Server error."));
    RecordedCall hurried = RecordedCall.patient(Duration.ZERO);

    assertThatThrownBy(() -> spotify.items(hurried, ROAD, ItemSource.ITEMS, 0, 50))
        .isInstanceOf(SpotifyUnavailableException.class);

    assertThat(time.slept()).isZero();
  }

  @Test
  void waitsNoLongerThanTheDeadlineForTheWholeOfAnAnswer() {
    connect(
        SpotifySettings.defaults()
            .withTimeouts(Duration.ofSeconds(2), Duration.ofMillis(400))
            .withTries(1, Duration.ZERO, Duration.ZERO));
    stub(ITEMS, okJson(pageOfTracks(0, 50, 50, 50)).withChunkedDribbleDelay(50, 20_000));
    stub(PATH, okJson("{}").withFixedDelay(20_000));

    assertThatThrownBy(() -> spotify.items(call, ROAD, ItemSource.ITEMS, 0, 50))
        .isInstanceOf(SpotifyUnavailableException.class)
        .hasMessageContaining("400 ms");
    assertThatThrownBy(() -> spotify.playlist(call, ROAD))
        .isInstanceOf(SpotifyUnavailableException.class);
  }

  @Test
  void failsAtOnceIfNobodyListens() {
    try (SpotifyWebApi nobody =
        builder(AccessTokens.fixed(TOKEN)).baseUri(URI.create("http://127.0.0.1:1")).build()) {
      assertThatThrownBy(() -> nobody.library(call, 0))
          .isInstanceOf(SpotifyUnavailableException.class)
          .hasMessageContaining("GET /me/playlists?offset=0 failed: ConnectException");
    }
  }

  @Test
  void refusesWhatIsNoTokenWithoutRepeatingIt() {
    connect(refreshingFrom("line\nbreak"));

    assertThatThrownBy(() -> spotify.library(call, 0))
        .isInstanceOf(AuthorizationException.class)
        .hasMessageNotContaining("break");
    assertThat(call.requests()).isZero();
  }

  @Test
  void repeatsSpotifysWordsInOneShortLineWithoutTheToken() {
    stub(PATH, error(400, "bad\\nnews " + TOKEN + " " + "x".repeat(500)));

    assertThatThrownBy(() -> spotify.playlist(call, ROAD))
        .hasMessageContaining("400: bad news *** xxx")
        .hasMessageNotContaining(TOKEN)
        .message()
        .hasSizeLessThan(280);
  }

  @Test
  void waitsOutAShortRateLimitWithoutUsingATry() {
    connect(SpotifySettings.defaults().withTries(1, Duration.ZERO, Duration.ZERO));
    stubOnceThen(aResponse().withStatus(429).withHeader("Retry-After", "3"));

    assertThat(spotify.items(call, ROAD, ItemSource.ITEMS, 0, 50).items()).hasSize(1);

    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(3));
    assertThat(call.requests()).isEqualTo(2);
    assertThat(call.waits()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-5", "0", "soon", "2.5", "Wed, 21 Oct 2015 07:28:00 GMT"})
  void waitsWhateverTheHeaderSays(String retryAfter) {
    stubOnceThen(aResponse().withStatus(429).withHeader("Retry-After", retryAfter));

    spotify.items(call, ROAD, ItemSource.ITEMS, 0, 50);

    assertThat(time.slept()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"48925", "999999999999999999999999999999"})
  void doesNotWaitOutALongOne(String retryAfter) {
    stub(
        ITEMS,
        aResponse()
            .withStatus(429)
            .withHeader("Retry-After", retryAfter)
            .withBody(
                "{\"error\":{\"status\":429,\"message\":\"Too many requests\",\"reason\":\"QUOTA_EXCEEDED\"}}"));

    RateLimitedException limited =
        catchThrowableOfType(
            RateLimitedException.class, () -> spotify.items(call, ROAD, ItemSource.ITEMS, 0, 50));

    assertThat(limited.retryAt()).isEqualTo(gate.status().closedUntil());
    assertThat(limited.retryAt()).isAfter(time.instant().plusSeconds(48_924));
    assertThat(time.slept()).isZero();
    assertThat(call.requests()).isEqualTo(1);
    assertThatThrownBy(() -> spotify.library(call, 0)).isInstanceOf(RateLimitedException.class);
    assertThat(call.requests()).isEqualTo(1);
  }

  @Test
  void doesNotWaitOutManyShortOnesForEver() {
    stub(ITEMS, aResponse().withStatus(429).withHeader("Retry-After", "0"));

    assertThatThrownBy(() -> spotify.items(call, ROAD, ItemSource.ITEMS, 0, 50))
        .isInstanceOf(RateLimitedException.class);

    // The gap that the gate keeps by then comes on top.
    assertThat(time.slept()).isLessThan(call.patience().plusSeconds(2));
  }

  @Test
  void doesNotFollowRedirects() {
    stub(
        ITEMS,
        aResponse().withStatus(302).withHeader("Location", SPOTIFY.baseUrl() + "/elsewhere"));

    assertThatThrownBy(() -> spotify.items(call, ROAD, ItemSource.ITEMS, 0, 50))
        .isInstanceOf(SpotifyUnavailableException.class)
        .hasMessageContaining("answered 302");

    SPOTIFY.verify(0, getRequestedFor(urlPathEqualTo("/elsewhere")));
    HttpClient following =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    SpotifyWebApi.Builder builder = SpotifyWebApi.builder(AccessTokens.fixed(TOKEN));
    assertThatThrownBy(() -> builder.httpClient(following))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NEVER");
  }

  @Test
  void endsACallThatIsUnderWayWhenTheRunIsCanceled() {
    SPOTIFY.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(20_000)));
    CompletableFuture<Object> asking = OwnThread.supply(() -> spotify.playlist(call, ROAD));

    call.cancel();

    assertThatThrownBy(() -> asking.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SyncInterruptedException.class);
    assertThat(gate.status().inFlight()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.example, https://api.example/v1",
    "https://api.example/, https://api.example/v1",
    "https://api.example/v1/, https://api.example/v1",
    "https://api.example/proxy/spotify, https://api.example/proxy/spotify",
    "http://localhost:8080, http://localhost:8080/v1",
    "http://127.0.0.1:8080/x, http://127.0.0.1:8080/x",
    "http://[::1]:8080, http://[::1]:8080/v1",
  })
  void acceptsAddressesThatKeepTheTokenSafe(String given, String used) {
    assertThat(ServiceAddress.check(URI.create(given), "baseUri", "/v1"))
        .isEqualTo(URI.create(used));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.spotify.com/v1",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://10.0.0.1",
        "ftp://api.example",
        "api.example",
        "https:///v1",
        "https://user:secret@api.example",
        "https://api.example?x=1",
        "https://api.example#x",
        "file:///etc",
      })
  void refusesAddressesThatDoNot(String given) {
    SpotifyWebApi.Builder builder = SpotifyWebApi.builder(AccessTokens.fixed(TOKEN));

    assertThatThrownBy(() -> builder.baseUri(URI.create(given)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("baseUri is ")
        .hasMessageNotContaining("secret");
  }

  private void connect(SpotifySettings settings) {
    spotify.close();
    spotify = build(AccessTokens.fixed(TOKEN), settings);
    identify();
  }

  private void connect(AccessTokens tokens) {
    spotify.close();
    spotify = build(tokens, SpotifySettings.defaults());
  }

  /** Lets the client know whose token it is, so that the calls that are counted need not. */
  private void identify() {
    spotify.currentUser(RecordedCall.patient(Duration.ZERO));
  }

  private SpotifyWebApi build(AccessTokens tokens, SpotifySettings settings) {
    return builder(tokens).baseUri(URI.create(SPOTIFY.baseUrl())).settings(settings).build();
  }

  private SpotifyWebApi.Builder builder(AccessTokens tokens) {
    return SpotifyWebApi.builder(tokens).gate(gate).clock(time).sleeper(time).random(new Random(7));
  }

  private static AccessTokens refreshingFrom(String first) {
    return new AccessTokens() {
      @Override
      public String accessToken(UserId user) {
        return first;
      }

      @Override
      public String refresh(UserId user, String refused) {
        return "second-token";
      }
    };
  }

  private static void stub(String path, ResponseDefinitionBuilder response) {
    SPOTIFY.stubFor(get(urlPathEqualTo(path)).willReturn(response));
  }

  private static void stubOnceThen(ResponseDefinitionBuilder first) {
    SPOTIFY.stubFor(
        get(urlPathEqualTo(ITEMS))
            .inScenario("once")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(first)
            .willSetStateTo("over"));
    SPOTIFY.stubFor(
        get(urlPathEqualTo(ITEMS))
            .inScenario("once")
            .whenScenarioStateIs("over")
            .willReturn(okJson(pageOfTracks(0, 50, 1, 1))));
  }

  private static ResponseDefinitionBuilder error(int status, String message) {
    return aResponse()
        .withStatus(status)
        .withBody("{\"error\":{\"status\":%d,\"message\":\"%s\"}}".formatted(status, message));
  }

  private static ResponseDefinitionBuilder packed(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(packed)) {
      packing.write(body);
    }
    return aResponse().withHeader("Content-Encoding", "gzip").withBody(packed.toByteArray());
  }

  private static String pageOf(String... ids) {
    String[] entries = new String[ids.length];
    for (int i = 0; i < ids.length; i++) {
      entries[i] = playlist(ids[i], "\"items\":{\"total\":3}");
    }
    return Fixtures.page(100, 50, 102, entries);
  }
}
