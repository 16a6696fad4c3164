package io.github.playlistsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

  private final Entries entries = Entries.seeded(9, "alice");
  private SpotifySimulator simulator;
  private ApiClient alice;
  private String id;
  private String items;

  @BeforeEach
  void start() {
    simulator = SpotifySimulator.builder().seed(2).start();
    id = simulator.world().createPlaylist("alice", "Target", entries.tracks(230));
    items = "/v1/playlists/" + id + "/items?limit=50&offset=";
    alice = new ApiClient(simulator, simulator.accounts().tokenFor("alice"));
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void meetsTheNthMatchingCallOnly() {
    Fault fault = strike(Fault.on(Endpoint.PLAYLIST_ITEMS).onCall(2), Failures.status(503));

    assertThat(alice.get("/v1/playlists/" + id).statusCode()).isEqualTo(200);
    assertThat(alice.get(items + 0).statusCode()).isEqualTo(200);
    assertThat(alice.get(items + 50).statusCode()).isEqualTo(503);
    assertThat(alice.get(items + 50).statusCode()).isEqualTo(200);
    assertThat(simulator.faults().struck(fault)).isEqualTo(1);
  }

  @Test
  void meetsSomeCallsFromOneOn() {
    strike(Fault.onWebApi().fromCall(2).times(2), Failures.status(500));

    assertThat(List.of(1, 2, 3, 4).stream().map(n -> alice.get("/v1/me").statusCode()))
        .containsExactly(200, 500, 500, 200);
  }

  @Test
  void meetsOneUserPageOrPathOnly() {
    strike(Fault.on(Endpoint.PLAYLIST_ITEMS).atOffset(100), Failures.status(502));
    strike(Fault.onWebApi().ofUser("bob"), Failures.userNotRegistered());
    strike(Fault.onPath(Pattern.compile("/v1/me/.*")), Failures.notFound());
    ApiClient bob = new ApiClient(simulator, simulator.accounts().tokenFor("bob"));

    assertThat(alice.get(items + 50).statusCode()).isEqualTo(200);
    assertThat(alice.get(items + 100).statusCode()).isEqualTo(502);
    assertThat(alice.get("/v1/me").statusCode()).isEqualTo(200);
    assertThat(alice.get("/v1/me/tracks").statusCode()).isEqualTo(404);
    assertThat(bob.get("/v1/me").body()).startsWith("User not registered");
  }

  @Test
  void endsWhenRemovedOrCleared() {
    Fault fault = strike(Fault.onWebApi(), Failures.status(500));
    simulator.faults().remove(fault);
    assertThat(alice.get("/v1/me").statusCode()).isEqualTo(200);

    strike(Fault.onWebApi(), Failures.status(500));
    simulator.faults().clear();
    assertThat(alice.get("/v1/me").statusCode()).isEqualTo(200);
  }

  @Test
  void refusesInEachOfSpotifysWays() {
    assertThat(struck(Failures.unauthorized()).statusCode()).isEqualTo(401);
    assertThat(struck(Failures.forbidden()).body()).contains("\"Forbidden\"");
    assertThat(struck(Failures.insufficientScope()).body()).contains("Insufficient client scope");
    HttpResponse<String> premium = struck(Failures.premiumRequired());
    assertThat(premium.statusCode()).isEqualTo(403);
    assertThat(premium.body()).startsWith("Active premium subscription required");
    assertThat(premium.headers().firstValue("Content-Type")).contains("text/plain");
    assertThat(struck(Failures.answer(418, "short", Map.of("X-Odd", "1"))).headers().map())
        .containsEntry("x-odd", List.of("1"));
  }

  @Test
  void limitsWithAndWithoutAUsableRetryAfter() {
    assertThat(retryAfter(Failures.tooManyRequests("7"))).isEqualTo("7");
    assertThat(retryAfter(Failures.tooManyRequests("Wed, 21 Oct 2026 07:28:00 GMT")))
        .startsWith("Wed");
    assertThat(retryAfter(Failures.tooManyRequests(null))).isEqualTo("none");
    assertThat(struck(Failures.tooManyRequestsWithoutBody()).body()).isEmpty();
    HttpResponse<String> quota = struck(Failures.quotaExceeded(Duration.ofHours(13)));
    assertThat(quota.headers().firstValue("Retry-After")).contains("46800");
    assertThat(ApiClient.json(quota).path("error").path("reason").textValue())
        .isEqualTo("QUOTA_EXCEEDED");
  }

  @Test
  void cutsBodiesInHalf() {
    strike(Fault.onWebApi().onCall(1), Failures.cutBody());

    assertThatThrownBy(() -> alice.tryGet(items + 0)).isInstanceOf(IOException.class);
    assertThat(alice.json(items + 0).path("items").size()).isEqualTo(50);
  }

  @Test
  void answersWithBrokenOrNoJson() {
    HttpResponse<String> broken = struck(Failures.brokenJson());
    assertThat(broken.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> ApiClient.json(broken)).hasMessageContaining("end-of-input");

    HttpResponse<String> empty = struck(Failures.emptyBody());
    assertThat(empty.statusCode()).isEqualTo(200);
    assertThat(empty.body()).isEmpty();
  }

  @Test
  void answersWithAHugeBody() {
    assertThat(struck(Failures.hugeBody(3_000_000)).body()).hasSizeGreaterThan(3_000_000);
  }

  @Test
  void hangsUntilTheCallerGivesUp() {
    strike(Fault.onWebApi(), Failures.hang(Duration.ofMinutes(5)));

    CompletableFuture<HttpResponse<String>> call = alice.getLater("/v1/me");
    awaitLoggedCall();

    assertThat(call).isNotDone();
    assertThat(simulator.log().calls().get(0).status()).isZero();
    assertThat(call.cancel(true)).isTrue();
  }

  @Test
  void closingEndsHangingCalls() {
    strike(Fault.onWebApi(), Failures.hang(Duration.ofMinutes(5)));
    CompletableFuture<HttpResponse<String>> call = alice.getLater("/v1/me");
    awaitLoggedCall();

    simulator.close();

    assertThatThrownBy(call::join).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void delaysAnswers() {
    strike(Fault.onWebApi(), Effect.latency(Duration.ofMinutes(5)));
    CompletableFuture<HttpResponse<String>> call = alice.getLater("/v1/me");
    awaitLoggedCall();

    assertThat(call).isNotDone();
    assertThat(simulator.log().calls().get(0).status()).isEqualTo(200);
    simulator.close();
    assertThatThrownBy(call::join).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void theLogCountsCallsThatAreUnderWayAtOnce() {
    alice.get("/v1/me");
    alice.get("/v1/me");
    assertThat(simulator.log().mostAtOnce()).isEqualTo(1);
    assertThat(simulator.log().count(Endpoint.ME)).isEqualTo(2);

    simulator.log().clear();
    Phaser meeting = new Phaser(3);
    strike(Fault.onWebApi(), Effect.change(world -> meeting.arriveAndAwaitAdvance()));
    IntStream.range(0, 3)
        .mapToObj(n -> alice.getLater("/v1/me"))
        .toList()
        .forEach(CompletableFuture::join);

    assertThat(simulator.log().mostAtOnce()).isEqualTo(3);
    assertThat(simulator.log().count(call -> call.status() == 200 && call.bytes() > 100))
        .isEqualTo(3);
    assertThat(simulator.log().calls(call -> call.userId().equals("bob"))).isEmpty();
  }

  @Test
  void anOffsetPastTheEndMayRepeatTheLastRows() {
    JsonNode page = page(Distortions.repeatedPage(), 250);

    assertThat(page.path("items").size()).isEqualTo(30);
    assertThat(uri(page, 29)).isEqualTo(uri(229));
  }

  @Test
  void aPlaylistMayStandOnBothSidesOfABoundaryOfTheList() {
    for (int i = 0; i < 4; i++) {
      simulator.world().createPlaylist("alice", "List " + i);
    }
    strike(Fault.on(Endpoint.MY_PLAYLISTS).atOffset(2), Distortions.overlappingPage());

    JsonNode first = alice.json("/v1/me/playlists?limit=2");
    JsonNode second = alice.json("/v1/me/playlists?limit=2&offset=2");

    assertThat(second.path("items").path(0)).isEqualTo(first.path("items").path(1));
  }

  @Test
  void answersPagesThatLackRows() {
    JsonNode empty = page(Distortions.emptyPage(), 50);
    assertThat(empty.path("items").size()).isZero();
    assertThat(empty.path("next").textValue()).contains("offset=100");
    assertThat(empty.path("total").intValue()).isEqualTo(230);

    JsonNode cut = page(Distortions.shortPage(3), 50);
    assertThat(cut.path("items").size()).isEqualTo(47);
    assertThat(uri(cut, 0)).isEqualTo(uri(50));
  }

  @Test
  void repeatsRowsOfThePageBefore() {
    JsonNode repeated = page(Distortions.repeatedPage(), 100);
    assertThat(uri(repeated, 0)).isEqualTo(uri(50));
    assertThat(repeated.path("offset").intValue()).isEqualTo(100);

    JsonNode overlapping = page(Distortions.overlappingPage(), 100);
    assertThat(uri(overlapping, 0)).isEqualTo(uri(99));
  }

  @Test
  void liesAboutNextAndTotal() {
    assertThat(page(Distortions.next(null), 50).path("next").isNull()).isTrue();
    assertThat(page(Distortions.next("https://elsewhere.example/"), 50).path("next").textValue())
        .isEqualTo("https://elsewhere.example/");
    assertThat(page(Distortions.nextLeadsBack(), 50).path("next").textValue())
        .contains("offset=50&");
    assertThat(page(Distortions.totalOffBy(-2), 50).path("total").intValue()).isEqualTo(228);
  }

  @Test
  void writesNumbersAsFloats() {
    JsonNode page = page(Distortions.floatNumbers(), 50);

    assertThat(page.path("total")).hasToString("230.0");
    assertThat(page.path("items").path(0).path("item").path("duration_ms").isDouble()).isTrue();
  }

  @Test
  void claimsZeroTracksUnderTheRightSnapshot() {
    strike(Fault.onWebApi(), Distortions.zeroTracks());

    JsonNode single = alice.json("/v1/playlists/" + id);
    JsonNode listed = alice.json("/v1/me/playlists").path("items").path(0);

    for (JsonNode playlist : List.of(single, listed)) {
      assertThat(playlist.path("items").path("total").intValue()).isZero();
      assertThat(playlist.path("tracks").path("total").intValue()).isZero();
      assertThat(playlist.path("snapshot_id").textValue())
          .isEqualTo(simulator.world().playlist(id).snapshotId());
    }
    assertThat(single.path("items").path("items").size()).isZero();
    assertThat(alice.json(items + 0).path("total").intValue()).isZero();
  }

  @Test
  void sendsStaleAndRestlessSnapshots() {
    String before = simulator.world().playlist(id).snapshotId();
    simulator.world().edit(id).rename("Moved");
    strike(Fault.on(Endpoint.MY_PLAYLISTS), Distortions.staleSnapshot());
    strike(Fault.on(Endpoint.PLAYLIST), Distortions.changingSnapshot());

    JsonNode listed = alice.json("/v1/me/playlists").path("items").path(0);

    assertThat(listed.path("snapshot_id").textValue()).isEqualTo(before);
    assertThat(listed.path("name").textValue()).isEqualTo("Moved");
    assertThat(snapshot()).isNotEqualTo(snapshot());
  }

  @Test
  void changesTheWorldBetweenTwoPages() {
    strike(
        Fault.on(Endpoint.PLAYLIST_ITEMS).ofPlaylist(id).onCall(2),
        Effect.change(world -> world.edit(id).remove(0, 1)));

    JsonNode first = alice.json(items + 0);
    JsonNode second = alice.json(items + 50);

    assertThat(first.path("total").intValue()).isEqualTo(230);
    assertThat(second.path("total").intValue()).isEqualTo(229);
    assertThat(uri(second, 0)).isEqualTo(uri(50));
    assertThat(simulator.world().playlist(id).revision()).isEqualTo(2);
  }

  @Test
  void combinesEffects() {
    strike(
        Fault.onWebApi(),
        Effect.change(world -> world.edit(id).clear()),
        Failures.status(500),
        Failures.emptyBody());

    HttpResponse<String> response = alice.get(items + 0);

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEmpty();
    assertThat(simulator.world().playlist(id).entries()).isEmpty();
  }

  @Test
  void aRandomShareOfCallsFailsTheSameWayForTheSameSeed() {
    List<Effect> choice = List.of(Failures.status(500), Failures.status(502));

    List<Integer> first = statuses(choice);
    simulator.faults().clear();
    List<Integer> second = statuses(choice);

    assertThat(second).isEqualTo(first);
    assertThat(first).contains(200, 500, 502);
    assertThat(first.stream().filter(status -> status != 200)).hasSizeBetween(20, 60);
  }

  @Test
  void everyPassingFaultCanBePlayedOnEveryCall() {
    for (Effect effect : Faults.passing()) {
      for (String path : List.of("/v1/me", "/v1/me/playlists", "/v1/playlists/" + id, items + 50)) {
        Fault fault = strike(Fault.onWebApi(), effect);
        try {
          assertThat(alice.tryGet(path).statusCode()).as(effect + path).isGreaterThan(199);
        } catch (IOException e) {
          assertThat(effect).hasToString("cut");
        }
        simulator.faults().remove(fault);
      }
    }
  }

  private void awaitLoggedCall() {
    while (simulator.log().count() == 0) {
      Thread.onSpinWait();
    }
  }

  private List<Integer> statuses(List<Effect> choice) {
    simulator.faults().rate(0.2, choice);
    return IntStream.range(0, 200).mapToObj(n -> alice.get("/v1/me").statusCode()).toList();
  }

  private Fault strike(Fault fault, Effect... effects) {
    return simulator.faults().add(fault.then(effects));
  }

  private HttpResponse<String> struck(Effect effect) {
    Fault fault = strike(Fault.onWebApi(), effect);
    HttpResponse<String> response = alice.get("/v1/playlists/" + id);
    simulator.faults().remove(fault);
    return response;
  }

  private String retryAfter(Effect effect) {
    HttpResponse<String> response = struck(effect);
    assertThat(response.statusCode()).isEqualTo(429);
    return response.headers().firstValue("Retry-After").orElse("none");
  }

  private JsonNode page(Effect effect, int offset) {
    Fault fault = strike(Fault.on(Endpoint.PLAYLIST_ITEMS), effect);
    JsonNode page = alice.json(items + offset);
    simulator.faults().remove(fault);
    return page;
  }

  private String snapshot() {
    return alice.json("/v1/playlists/" + id).path("snapshot_id").asText();
  }

  private String uri(int position) {
    return simulator.world().playlist(id).entries().get(position).uri();
  }

  private static String uri(JsonNode page, int row) {
    return page.path("items").path(row).path("item").path("uri").textValue();
  }
}
