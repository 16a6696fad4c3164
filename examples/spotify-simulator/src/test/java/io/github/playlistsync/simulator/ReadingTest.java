package io.github.playlistsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadingTest {

  private static final String BOTH = "additional_types=track,episode";

  private final Entries entries = Entries.seeded(3, "alice");
  private SpotifySimulator simulator;
  private ApiClient alice;

  @BeforeEach
  void start() {
    simulator = SpotifySimulator.builder().seed(5).start();
    simulator.world().addUser("alice", "Alice");
    alice = new ApiClient(simulator, simulator.accounts().tokenFor("alice"));
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void saysWhoTheUserIs() {
    JsonNode me = alice.json("/v1/me");

    assertThat(me.path("id").textValue()).isEqualTo("alice");
    assertThat(me.path("display_name").textValue()).isEqualTo("Alice");
    assertThat(me.path("product").textValue()).isEqualTo("premium");
    assertThat(me.path("account_id").textValue()).isNotBlank();
  }

  @Test
  void pagesThroughTheListsNewestFirst() {
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 55; i++) {
      created.add(0, simulator.world().createPlaylist("alice", "List " + i));
    }

    JsonNode first = alice.json("/v1/me/playlists?limit=50");
    JsonNode second = alice.json("/v1/me/playlists?limit=50&offset=50");

    assertThat(first.path("total").intValue()).isEqualTo(55);
    assertThat(first.path("next").textValue())
        .isEqualTo(simulator.webApiUri() + "/users/alice/playlists?offset=50&limit=50");
    assertThat(second.path("next").isNull()).isTrue();
    List<String> listed = texts(first.path("items"), "id");
    listed.addAll(texts(second.path("items"), "id"));
    assertThat(listed).isEqualTo(created);
  }

  @Test
  void listsCountContentsUnderBothKeys() {
    simulator.world().createPlaylist("alice", "Both", entries.tracks(7));

    JsonNode playlist = alice.json("/v1/me/playlists").path("items").path(0);

    assertThat(playlist.path("tracks").path("total").intValue()).isEqualTo(7);
    assertThat(playlist.path("items").path("total").intValue()).isEqualTo(7);
    assertThat(playlist.path("items").has("items")).isFalse();
    assertThat(playlist.path("snapshot_id").textValue())
        .isEqualTo(simulator.world().library("alice").playlists().get(0).snapshotId());
  }

  @Test
  void embedsTheFirstHundredEntries() {
    String id = simulator.world().createPlaylist("alice", "Long", entries.tracks(130));

    JsonNode playlist = alice.json("/v1/playlists/" + id + "?" + BOTH);

    assertThat(texts(playlist.path("items").path("items"), "added_at"))
        .hasSize(100)
        .isEqualTo(
            simulator.world().playlist(id).entries().stream()
                .limit(100)
                .map(entry -> String.valueOf(entry.addedAt()))
                .toList());
    assertThat(playlist.path("items").path("total").intValue()).isEqualTo(130);
    assertThat(playlist.path("items").path("next").textValue()).contains("offset=100");
    assertThat(playlist.path("tracks").path("items").size()).isEqualTo(100);
  }

  @Test
  void readsEveryPositionOfEveryKindThroughPages() {
    String id = simulator.world().createPlaylist("alice", "Mixed", entries.mixed(230));
    List<JsonNode> rows = new ArrayList<>();

    for (int offset = 0; offset < 230; offset += 50) {
      alice
          .json("/v1/playlists/" + id + "/items?limit=50&" + BOTH + "&offset=" + offset)
          .path("items")
          .forEach(rows::add);
    }

    List<SimulatedEntry> truth = simulator.world().playlist(id).entries();
    assertThat(rows).hasSize(230);
    assertThat(truth).extracting(SimulatedEntry::kind).contains(EntryKind.values());
    for (int i = 0; i < 230; i++) {
      JsonNode row = rows.get(i);
      SimulatedEntry entry = truth.get(i);
      assertThat(row.has("item")).isEqualTo(entry.kind() != EntryKind.NO_TRACK_KEY);
      assertThat(row.path("track")).isEqualTo(row.path("item"));
      assertThat(row.path("item").path("uri").textValue()).isEqualTo(entry.uri());
      Instant addedAt = entry.addedAt();
      assertThat(row.path("added_at").textValue())
          .isEqualTo(addedAt == null ? null : addedAt.toString());
      assertThat(row.path("added_by").path("id").textValue()).isEqualTo(entry.addedBy());
      assertThat(row.path("is_local").booleanValue()).isEqualTo(entry.kind() == EntryKind.LOCAL);
    }
  }

  @Test
  void refusesPagesThatAreTooLarge() {
    String id = simulator.world().createPlaylist("alice", "Limits", entries.tracks(120));

    assertThat(alice.get("/v1/playlists/" + id + "/items?limit=51").statusCode()).isEqualTo(400);
    assertThat(alice.json("/v1/playlists/" + id + "/items?limit=51"))
        .hasToString("{\"error\":{\"status\":400,\"message\":\"Invalid limit\"}}");
    assertThat(alice.get("/v1/playlists/" + id + "/items?limit=0").statusCode()).isEqualTo(400);
    assertThat(alice.get("/v1/playlists/" + id + "/items?limit=x").statusCode()).isEqualTo(400);
    assertThat(alice.get("/v1/playlists/" + id + "/items?offset=-1").statusCode()).isEqualTo(400);
    assertThat(alice.get("/v1/me/playlists?limit=51").statusCode()).isEqualTo(400);
    assertThat(alice.get("/v1/me/tracks?limit=51").statusCode()).isEqualTo(400);
    assertThat(alice.json("/v1/playlists/" + id + "/tracks?limit=100").path("items").size())
        .isEqualTo(100);
    assertThat(alice.get("/v1/playlists/" + id + "/tracks?limit=101").statusCode()).isEqualTo(400);
  }

  @Test
  void aPageThatEndsWithTheListHasNoNext() {
    String id = simulator.world().createPlaylist("alice", "Even", entries.tracks(100));
    String base = "/v1/playlists/" + id;

    assertThat(alice.json(base).path("items").path("next").isNull()).isTrue();
    assertThat(alice.json(base + "/items?offset=50&limit=50").path("next").isNull()).isTrue();
    assertThat(alice.json(base + "/items?offset=49&limit=50").path("next").isNull()).isFalse();
  }

  @Test
  void answersAnEmptyPagePastTheEnd() {
    String id = simulator.world().createPlaylist("alice", "Short", entries.tracks(3));

    JsonNode page = alice.json("/v1/playlists/" + id + "/items?offset=50&limit=50");

    assertThat(page.path("items").size()).isZero();
    assertThat(page.path("total").intValue()).isEqualTo(3);
    assertThat(page.path("next").isNull()).isTrue();
  }

  @Test
  void episodesAreTrackShapedOrNullUnlessAskedFor() {
    List<SimulatedEntry> episodes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      episodes.add(entries.episode());
    }
    String id = simulator.world().createPlaylist("alice", "Podcasts", episodes);

    JsonNode unasked = alice.json("/v1/playlists/" + id + "/items").path("items");
    JsonNode asked = alice.json("/v1/playlists/" + id + "/items?" + BOTH).path("items");

    assertThat(asked).allMatch(row -> row.path("item").has("show"));
    assertThat(unasked).noneMatch(row -> row.path("item").has("show"));
    assertThat(unasked).anyMatch(row -> row.path("item").isNull());
    assertThat(unasked)
        .anyMatch(
            row ->
                row.path("item").path("type").asText().equals("track")
                    || row.path("item").path("album").path("type").asText().equals("show"));
  }

  @Test
  void likedSongsComeNewestFirst() {
    List<SimulatedTrack> tracks = entries.tracks(3).stream().map(SimulatedEntry::track).toList();
    tracks.forEach(track -> simulator.world().like("alice", track));

    JsonNode page = alice.json("/v1/me/tracks?limit=2");

    assertThat(page.path("total").intValue()).isEqualTo(3);
    assertThat(page.path("items").path(0).path("track").path("uri").textValue())
        .isEqualTo(tracks.get(2).uri());
    assertThat(page.path("items").path(0).has("item")).isFalse();

    simulator.world().unlike("alice", tracks.get(2).uri());

    assertThat(alice.json("/v1/me/tracks").path("total").intValue()).isEqualTo(2);
  }

  @Test
  void fieldsKeepOnlyWhatTheyName() {
    String id = simulator.world().createPlaylist("alice", "Filtered", entries.tracks(2));
    String base = "/v1/playlists/" + id;

    assertThat(texts(alice.json(base + "/items?fields=items(item.name,added_at)"), "total"))
        .isEmpty();
    JsonNode row = alice.json(base + "/items?fields=total,items(item(name),added_at)");
    assertThat(row.path("total").intValue()).isEqualTo(2);
    assertThat(row.path("items").path(0).size()).isEqualTo(2);
    assertThat(row.path("items").path(0).path("item").size()).isEqualTo(1);
    assertThat(alice.json(base + "?fields=nothing")).hasToString("{}");
    assertThat(alice.json(base + "/items?fields=items(nothing)"))
        .hasToString("{\"items\":[{},{}]}");
    assertThat(alice.json(base + "?fields=name,owner(!href)").path("owner").has("href")).isFalse();
    assertThat(alice.json(base + "?fields=name,owner(!href)").path("owner").has("id")).isTrue();
  }

  @Test
  void compressesForThoseWhoAccept() throws IOException {
    String id = simulator.world().createPlaylist("alice", "Zipped", entries.tracks(50));

    HttpResponse<byte[]> response =
        alice.send(
            alice.request("/v1/playlists/" + id).header("Accept-Encoding", "gzip").GET(),
            BodyHandlers.ofByteArray());

    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    assertThat(new String(plain, StandardCharsets.UTF_8))
        .isEqualTo(alice.get("/v1/playlists/" + id).body());
    assertThat(response.body().length).isLessThan(plain.length / 2);
  }

  @Test
  void refusesWrongIdsTokensAndPaths() {
    assertThat(alice.get("/v1/playlists/nonsense").statusCode()).isEqualTo(400);
    assertThat(alice.json("/v1/playlists/37i9dQZF1DX0000000000x"))
        .hasToString("{\"error\":{\"status\":404,\"message\":\"Resource not found\"}}");
    assertThat(alice.get("/v1/albums").statusCode()).isEqualTo(404);
    HttpResponse<String> stranger = new ApiClient(simulator, "wrong").get("/v1/me");
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("Invalid access token");
    assertThat(new ApiClient(simulator, null).get("/v1/me").statusCode()).isEqualTo(401);
  }

  @Test
  void hidesPrivatePlaylistsFromOthersAndWithoutTheScope() {
    String id = simulator.world().createPlaylist("alice", "Diary");
    simulator.world().edit(id).setVisibility(Visibility.PRIVATE);
    ApiClient bob = new ApiClient(simulator, simulator.accounts().tokenFor("bob"));
    ApiClient modest = new ApiClient(simulator, simulator.accounts().tokenFor("alice", Set.of()));

    assertThat(alice.get("/v1/playlists/" + id).statusCode()).isEqualTo(200);
    assertThat(bob.get("/v1/playlists/" + id).statusCode()).isEqualTo(404);
    assertThat(bob.json("/v1/users/alice/playlists").path("total").intValue()).isZero();
    assertThat(modest.json("/v1/me/playlists").path("total").intValue()).isZero();
    assertThat(modest.get("/v1/me/tracks").body()).contains("Insufficient client scope");
    assertThat(alice.json("/v1/me/playlists").path("total").intValue()).isEqualTo(1);
  }

  @Test
  void takesUserIdsWithAnyCharacter() {
    simulator.world().createPlaylist("zoë$ +/1", "Odd");

    JsonNode list = alice.json("/v1/users/zo%C3%AB%24%20+%2F1/playlists");

    assertThat(list.path("items").path(0).path("owner").path("id").textValue())
        .isEqualTo("zoë$ +/1");
    assertThat(list.path("href").textValue()).contains("zo%C3%AB%24%20%2B%2F1");
  }

  @Test
  void playsOdditiesOfPlaylists() {
    String id = simulator.world().createPlaylist("alice", "Odd", entries.tracks(1));
    PlaylistEditor editor = simulator.world().edit(id);
    simulator.world().insertNullIntoList("alice", 0);

    editor.setOddities(Oddity.NULL_NAME, Oddity.OWNER_OF_NULLS, Oddity.NULL_TOTAL);
    JsonNode listed = alice.json("/v1/me/playlists").path("items").path(1);
    editor.setOddities(Oddity.NO_NAME, Oddity.NO_SNAPSHOT, Oddity.NULL_OWNER, Oddity.NULL_IMAGES);
    JsonNode single = alice.json("/v1/playlists/" + id);

    assertThat(alice.json("/v1/me/playlists").path("items").path(0).isNull()).isTrue();
    assertThat(listed.path("name").isNull()).isTrue();
    assertThat(listed.path("owner").path("id").isNull()).isTrue();
    assertThat(listed.path("items").path("total").isNull()).isTrue();
    assertThat(single.has("name")).isFalse();
    assertThat(single.has("snapshot_id")).isFalse();
    assertThat(single.path("owner").isNull()).isTrue();
    assertThat(single.path("images").isNull()).isTrue();
  }

  private static List<String> texts(JsonNode array, String key) {
    List<String> texts = new ArrayList<>();
    StreamSupport.stream(array.spliterator(), false)
        .filter(JsonNode::isObject)
        .forEach(json -> texts.add(json.path(key).asText()));
    return texts;
  }
}
