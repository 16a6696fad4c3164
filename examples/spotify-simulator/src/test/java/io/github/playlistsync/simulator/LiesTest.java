package io.github.playlistsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each lie, requested over the Java API and over the control API. */
class LiesTest {

  private enum Way {
    JAVA,
    CONTROL
  }

  private static final String LIST = "/v1/me/playlists?limit=50";

  private final Entries entries = Entries.seeded(9, "anna");
  private SpotifySimulator simulator;
  private ApiClient anna;
  private String id;
  private String playlist;
  private String items;

  @BeforeEach
  void start() {
    simulator = SpotifySimulator.builder().seed(2).start();
    id = simulator.world().createPlaylist("anna", "Target", entries.tracks(230));
    playlist = "/v1/playlists/" + id;
    items = playlist + "/items?limit=50&offset=";
    anna = new ApiClient(simulator, simulator.accounts().tokenFor("anna"));
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  @ParameterizedTest
  @EnumSource
  void sendsThePageOfAnotherOffset(Way way) {
    lie(
        way,
        Fault.on(Endpoint.PLAYLIST_ITEMS).atOffset(100).times(1).then(Distortions.otherOffset(0)),
        "'endpoint':'PLAYLIST_ITEMS','offset':100,'times':1,'effect':'other-offset','at':0");

    JsonNode first = anna.json(items + 0);
    JsonNode lie = anna.json(items + 100);

    assertThat(lie.path("offset").intValue()).isZero();
    assertThat(lie).isEqualTo(first);
    assertThat(anna.json(items + 100).path("offset").intValue()).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource
  void embedsThePageOfAnotherOffset(Way way) {
    lie(
        way,
        Fault.on(Endpoint.PLAYLIST).then(Distortions.otherOffset(100)),
        "'endpoint':'PLAYLIST','effect':'other-offset','at':100");

    JsonNode embedded = anna.json(playlist).path("items");

    assertThat(embedded.path("offset").intValue()).isEqualTo(100);
    assertThat(embedded.path("items")).isEqualTo(anna.json(items + 100).path("items"));
  }

  @ParameterizedTest
  @EnumSource
  void claimsAHugeTotal(Way way) {
    lie(
        way,
        Fault.on(Endpoint.PLAYLIST, Endpoint.PLAYLIST_ITEMS)
            .then(Distortions.total(Integer.MAX_VALUE)),
        "'path':'/v1/playlists/.*','effect':'total','total':2147483647");
    lie(
        way,
        Fault.on(Endpoint.MY_PLAYLISTS).then(Distortions.announcedTotal(Integer.MAX_VALUE)),
        "'endpoint':'MY_PLAYLISTS','effect':'announced-total','total':2147483647");

    assertThat(anna.json(items + 0).path("total").intValue()).isEqualTo(Integer.MAX_VALUE);
    for (JsonNode shown : List.of(anna.json(playlist), listed().path(0))) {
      assertThat(shown.path("items").path("total").intValue()).isEqualTo(Integer.MAX_VALUE);
      assertThat(shown.path("tracks").path("total").intValue()).isEqualTo(Integer.MAX_VALUE);
    }
    assertThat(anna.json(LIST).path("total").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void claimsOnceThatTheListIsEmpty(Way way) {
    lie(
        way,
        Fault.on(Endpoint.MY_PLAYLISTS).times(1).then(Distortions.emptyList()),
        "'endpoint':'MY_PLAYLISTS','times':1,'effect':'empty-list'");

    JsonNode lie = anna.json(LIST);

    assertThat(lie.path("items").size()).isZero();
    assertThat(lie.path("total").intValue()).isZero();
    assertThat(lie.path("next").isNull()).isTrue();
    assertThat(listed().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void leavesOutWhatAScopeWouldShow(Way way) {
    String hidden = simulator.world().createPlaylist("anna", "Private");
    String shared = simulator.world().createPlaylist("anna", "Collaborative");
    simulator.world().edit(hidden).setVisibility(Visibility.PRIVATE);
    simulator.world().edit(shared).setCollaborative(true);
    lie(
        way,
        Fault.on(Endpoint.MY_PLAYLISTS)
            .onCall(1)
            .then(Effect.withoutScope("playlist-read-private")),
        "'endpoint':'MY_PLAYLISTS','call':1,"
            + "'effect':'without-scope','scope':'playlist-read-private'");
    lie(
        way,
        Fault.on(Endpoint.MY_PLAYLISTS)
            .onCall(2)
            .then(Effect.withoutScope("playlist-read-collaborative")),
        "'endpoint':'MY_PLAYLISTS','call':2,"
            + "'effect':'without-scope','scope':'playlist-read-collaborative'");

    assertThat(ids(listed())).containsExactly(shared, id);
    assertThat(ids(listed())).containsExactly(hidden, id);
    assertThat(ids(listed())).containsExactly(shared, hidden, id);
  }

  @ParameterizedTest
  @EnumSource
  void refusesAValidToken(Way way) {
    lie(
        way,
        Fault.onWebApi().times(3).then(Failures.accessTokenMissing()),
        "'times':3,'effect':'access-token-missing'");

    for (int i = 0; i < 3; i++) {
      assertThat(anna.json("/v1/me"))
          .hasToString("{\"error\":{\"status\":401,\"message\":\"Access token missing\"}}");
    }
    assertThat(anna.get("/v1/me").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void demandsPremiumByMistake(Way way) {
    lie(
        way,
        Fault.onWebApi().times(2).then(Failures.premiumRequiredByMistake()),
        "'times':2,'effect':'premium-required-by-mistake'");

    for (int i = 0; i < 2; i++) {
      assertThat(anna.json("/v1/me"))
          .hasToString("{\"error\":{\"status\":403,\"message\":\"Premium required\"}}");
    }
    assertThat(anna.get("/v1/me").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void showsTheRefusalOfAProxy(Way way) {
    lie(way, Fault.onWebApi().then(Failures.proxyForbidden()), "'effect':'proxy-forbidden'");

    HttpResponse<String> refusal = anna.get(LIST);

    assertThat(refusal.statusCode()).isEqualTo(403);
    assertThat(refusal.body()).startsWith("<!DOCTYPE html>").contains("scope=\"col\"");
    assertThat(refusal.headers().firstValue("Content-Type")).contains("text/html");
  }

  @ParameterizedTest
  @EnumSource
  void isUnavailableForAWhile(Way way) {
    lie(way, Fault.onWebApi().then(Failures.status(503)), "'effect':'status','status':503");
    lie(
        way,
        Fault.on(Endpoint.TOKEN).then(Failures.status(503)),
        "'endpoint':'TOKEN','effect':'status','status':503");

    for (String path : List.of("/v1/me", LIST, playlist, items + 0, "/v1/me/tracks")) {
      assertThat(anna.get(path).statusCode()).as(path).isEqualTo(503);
    }
    assertThat(anna.postForm("/api/token", "").statusCode()).isEqualTo(503);

    if (way == Way.JAVA) {
      simulator.faults().clear();
    } else {
      anna.send("DELETE", "/_control/faults", "");
    }
    assertThat(anna.get(LIST).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void answersForAnotherAccount(Way way) {
    String bens = simulator.world().createPlaylist("ben", "Ben's");
    lie(
        way,
        Fault.onWebApi().ofUser("anna").then(Effect.otherAccount("ben")),
        "'user':'anna','effect':'other-account','as':'ben'");

    JsonNode list = anna.json(LIST);

    assertThat(list.path("href").textValue())
        .isEqualTo(simulator.webApiUri() + "/users/ben/playlists?offset=0&limit=50");
    assertThat(ids(list.path("items"))).containsExactly(bens);
    assertThat(anna.json("/v1/me").path("id").textValue()).isEqualTo("ben");
    JsonNode ben = new ApiClient(simulator, simulator.accounts().tokenFor("ben")).json("/v1/me");
    assertThat(anna.json("/v1/me").path("account_id")).isEqualTo(ben.path("account_id"));
    assertThat(simulator.log().calls().get(0).userId()).isEqualTo("anna");
  }

  @ParameterizedTest
  @EnumSource
  void withholdsAPlaylistOnce(Way way) {
    lie(
        way,
        Fault.on(Endpoint.PLAYLIST).ofPlaylist(id).onCall(1).then(Failures.notFound()),
        "'endpoint':'PLAYLIST','playlist':'ID','call':1,'effect':'not-found'");
    lie(
        way,
        Fault.on(Endpoint.PLAYLIST).ofPlaylist(id).onCall(2).then(Failures.forbidden()),
        "'endpoint':'PLAYLIST','playlist':'ID','call':2,'effect':'forbidden'");
    lie(
        way,
        Fault.on(Endpoint.PLAYLIST).onCall(3).then(Distortions.odd(Oddity.NO_CONTENTS)),
        "'endpoint':'PLAYLIST','call':3,'effect':'oddity','oddity':'NO_CONTENTS'");
    lie(
        way,
        Fault.on(Endpoint.PLAYLIST).onCall(4).then(Distortions.odd(Oddity.BARE_CONTENTS)),
        "'endpoint':'PLAYLIST','call':4,'effect':'oddity','oddity':'BARE_CONTENTS'");

    assertThat(anna.get(playlist).statusCode()).isEqualTo(404);
    assertThat(anna.get(playlist).statusCode()).isEqualTo(403);
    JsonNode without = anna.json(playlist);
    assertThat(without.has("items") || without.has("tracks")).isFalse();
    assertThat(without.path("name").textValue()).isEqualTo("Target");
    JsonNode bare = anna.json(playlist).path("tracks");
    assertThat(bare.path("href").isTextual()).isTrue();
    assertThat(bare.path("total").isNull()).isTrue();
    assertThat(bare.size()).isEqualTo(2);
    assertThat(anna.json(playlist).path("items").path("items").size()).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource
  void losesAllTracksOnce(Way way) {
    lie(
        way,
        Fault.on(Endpoint.PLAYLIST).times(1).then(Distortions.nullTracks()),
        "'endpoint':'PLAYLIST','times':1,'effect':'null-tracks'");

    JsonNode lie = anna.json(playlist).path("tracks").path("items");

    assertThat(lie).hasSize(100);
    assertThat(lie).allMatch(row -> row.path("track").isNull() && row.path("item").isNull());
    assertThat(anna.json(playlist).path("tracks").path("items"))
        .allMatch(row -> row.path("track").isObject());
  }

  @ParameterizedTest
  @EnumSource
  void omitsSnapshotsEverywhere(Way way) {
    lie(
        way,
        Fault.onWebApi().then(Distortions.odd(Oddity.NO_SNAPSHOT)),
        "'effect':'oddity','oddity':'NO_SNAPSHOT'");

    assertThat(listed().path(0).has("snapshot_id")).isFalse();
    assertThat(anna.json(playlist).has("snapshot_id")).isFalse();
    assertThat(anna.json(playlist + "?fields=snapshot_id,items(total)"))
        .hasToString("{\"items\":{\"total\":230}}");
  }

  @ParameterizedTest
  @EnumSource
  void losesTheNameOfOnePlaylistOnce(Way way) {
    simulator.world().createPlaylist("anna", "Other");
    lie(
        way,
        Fault.on(Endpoint.MY_PLAYLISTS).times(1).then(Distortions.odd(Oddity.NULL_NAME, id)),
        "'endpoint':'MY_PLAYLISTS','times':1,'effect':'oddity','oddity':'NULL_NAME','id':'ID'");

    JsonNode lie = listed();

    assertThat(lie.path(0).path("name").textValue()).isEqualTo("Other");
    assertThat(lie.path(1).path("name").isNull()).isTrue();
    assertThat(listed().path(1).path("name").textValue()).isEqualTo("Target");
  }

  @ParameterizedTest
  @EnumSource
  void servesItemsFromBeforeTheLastEditOnce(Way way) {
    JsonNode before = anna.json(playlist);
    simulator.world().edit(id).remove(0, 30);
    lie(
        way,
        Fault.on(Endpoint.PLAYLIST).times(1).then(Effect.oldItems()),
        "'endpoint':'PLAYLIST','times':1,'effect':'old-items'");

    JsonNode lie = anna.json(playlist);
    JsonNode truth = anna.json(playlist);

    assertThat(lie.path("items")).isEqualTo(before.path("items"));
    assertThat(truth.path("items").path("total").intValue()).isEqualTo(200);
    assertThat(lie.path("snapshot_id"))
        .isEqualTo(truth.path("snapshot_id"))
        .isNotEqualTo(before.path("snapshot_id"));
  }

  @ParameterizedTest
  @EnumSource
  void omitsWhetherAPlaylistIsPublic(Way way) {
    lie(
        way,
        Fault.on(Endpoint.PLAYLIST).times(1).then(Distortions.odd(Oddity.NO_PUBLIC)),
        "'endpoint':'PLAYLIST','times':1,'effect':'oddity','oddity':'NO_PUBLIC'");

    assertThat(anna.json(playlist).has("public")).isFalse();
    assertThat(anna.json(playlist).path("public").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void writesOddTimes(Way way) {
    List<String> times = List.of("", "yesterday", "2014-08-18", "9999-12-31T23:59:59Z");
    for (int i = 0; i < times.size(); i++) {
      lie(
          way,
          Fault.on(Endpoint.PLAYLIST_ITEMS).onCall(i + 1).then(Distortions.addedAt(times.get(i))),
          "'endpoint':'PLAYLIST_ITEMS','call':"
              + (i + 1)
              + ",'effect':'added-at','time':'"
              + times.get(i)
              + "'");
    }
    lie(
        way,
        Fault.on(Endpoint.PLAYLIST_ITEMS).onCall(5).then(Distortions.addedAt(null)),
        "'endpoint':'PLAYLIST_ITEMS','call':5,'effect':'added-at','time':null");

    for (String time : times) {
      assertThat(anna.json(items + 0).path("items"))
          .allMatch(row -> time.equals(row.path("added_at").textValue()));
    }
    assertThat(anna.json(items + 0).path("items")).allMatch(row -> row.path("added_at").isNull());
  }

  @ParameterizedTest
  @EnumSource
  void filtersAPlaylistFromTheListForGood(Way way) {
    IntStream.range(0, 47).forEach(n -> simulator.world().createPlaylist("anna", "List " + n));
    String filtered = simulator.world().playlistIds().get(20);
    lie(
        way,
        Fault.on(Endpoint.MY_PLAYLISTS).then(Distortions.filtered(filtered)),
        "'endpoint':'MY_PLAYLISTS','effect':'filtered','id':'" + filtered + "'");

    for (int i = 0; i < 2; i++) {
      JsonNode list = anna.json(LIST);
      assertThat(list.path("total").intValue()).isEqualTo(48);
      assertThat(ids(list.path("items"))).hasSize(47).doesNotContain(filtered).contains(id);
    }
    assertThat(anna.get("/v1/playlists/" + filtered).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void addsLocalFilesWithLongTagsOrWithoutAUriOfTheirOwn(Way way) {
    if (way == Way.JAVA) {
      simulator
          .world()
          .edit(id)
          .add(0, entries.localFileWithLongTags(50), entries.localFileWithNullUri());
    } else {
      post("/edit", "'op':'add','playlist':'ID','position':0,'kind':'LOCAL_NULL_URI'");
      post("/edit", "'op':'add','playlist':'ID','position':0,'kind':'LOCAL_LONG_TAGS'");
    }

    JsonNode rows = anna.json(items + 0).path("items");

    JsonNode large = rows.path(0).path("item");
    assertThat(large.path("uri").textValue())
        .startsWith("spotify:local:%E3%8")
        .hasSizeGreaterThan(1_300);
    assertThat(large.path("name").textValue()).hasSize(50);
    JsonNode nameless = rows.path(1);
    assertThat(nameless.path("is_local").booleanValue()).isTrue();
    assertThat(nameless.path("item").path("uri").textValue()).isEqualTo("spotify:track:null");
    assertThat(nameless.path("item").path("id").isNull()).isTrue();
    assertThat(nameless.path("item").path("name").textValue()).isNotBlank();
  }

  @Test
  void setsAndEndsOdditiesOverTheControlApi() {
    post("/edit", "'op':'oddities','playlist':'ID','oddities':['NULL_NAME','NO_SNAPSHOT']");
    JsonNode odd = anna.json(playlist);
    post("/edit", "'op':'oddities','playlist':'ID','oddities':[]");

    assertThat(odd.path("name").isNull()).isTrue();
    assertThat(odd.has("snapshot_id")).isFalse();
    assertThat(anna.json(playlist).path("name").textValue()).isEqualTo("Target");
  }

  private void lie(Way way, Fault fault, String json) {
    if (way == Way.JAVA) {
      simulator.faults().add(fault);
    } else {
      post("/faults", json);
    }
  }

  private void post(String path, String json) {
    String body = "{" + json.replace('\'', '"').replace("\"ID\"", "\"" + id + "\"") + "}";
    HttpResponse<String> response = anna.send("POST", "/_control" + path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private JsonNode listed() {
    return anna.json(LIST).path("items");
  }

  private static List<String> ids(JsonNode playlists) {
    return IntStream.range(0, playlists.size())
        .mapToObj(i -> playlists.path(i).path("id").textValue())
        .toList();
  }
}
