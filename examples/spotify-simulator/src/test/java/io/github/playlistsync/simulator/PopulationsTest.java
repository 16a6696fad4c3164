package io.github.playlistsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PopulationsTest {

  private final Entries entries = Entries.seeded(6, "alice");

  @ParameterizedTest
  @EnumSource(Shape.class)
  void showsContentsOnlyUnderTheKeysOfItsShape(Shape shape) {
    try (SpotifySimulator simulator = SpotifySimulator.builder().shape(shape).start()) {
      ApiClient alice = client(simulator, "alice");
      String id = simulator.world().createPlaylist("alice", "Own", entries.tracks(3));

      JsonNode single = alice.json("/v1/playlists/" + id);
      JsonNode listed = alice.json("/v1/me/playlists").path("items").path(0);
      JsonNode row = alice.json("/v1/playlists/" + id + "/items").path("items").path(0);

      for (JsonNode playlist : new JsonNode[] {single, listed}) {
        assertThat(playlist.has("tracks")).isEqualTo(shape != Shape.NEW);
        assertThat(playlist.has("items")).isEqualTo(shape != Shape.OLD);
      }
      assertThat(row.has("track")).isEqualTo(shape != Shape.NEW);
      assertThat(row.has("item")).isEqualTo(shape != Shape.OLD);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EXTENDED", "LEGACY_DEVELOPMENT"})
  void olderAppsReadEverything(AppPopulation population) {
    try (SpotifySimulator simulator = SpotifySimulator.builder().population(population).start()) {
      String foreign = simulator.world().createPlaylist("bob", "Bob's", entries.tracks(3));
      ApiClient alice = client(simulator, "alice");

      JsonNode playlist = alice.json("/v1/playlists/" + foreign);

      assertThat(playlist.path("items").path("items").size()).isEqualTo(3);
      assertThat(playlist.path("tracks").path("items").size()).isEqualTo(3);
      assertThat(alice.get("/v1/playlists/" + foreign + "/items").statusCode()).isEqualTo(200);
      assertThat(alice.get("/v1/playlists/" + foreign + "/tracks").statusCode()).isEqualTo(200);
      assertThat(alice.get("/v1/users/bob/playlists").statusCode()).isEqualTo(200);
      assertThat(track(playlist, "track").has("popularity")).isTrue();
      assertThat(alice.json("/v1/me").has("country")).isTrue();
    }
  }

  @Test
  void newAppsReadContentsOfOwnAndCollaborativePlaylistsOnly() {
    try (SpotifySimulator simulator = newDevelopment()) {
      World world = simulator.world();
      String own = world.createPlaylist("alice", "Own", entries.tracks(3));
      String foreign = world.createPlaylist("bob", "Bob's", entries.tracks(3));
      ApiClient alice = client(simulator, "alice");

      JsonNode metadata = alice.json("/v1/playlists/" + foreign);

      assertThat(metadata.path("name").textValue()).isEqualTo("Bob's");
      assertThat(metadata.has("items")).isFalse();
      assertThat(metadata.has("tracks")).isFalse();
      assertThat(alice.json("/v1/playlists/" + foreign + "/items"))
          .hasToString("{\"error\":{\"status\":403,\"message\":\"Forbidden\"}}");
      assertThat(alice.json("/v1/playlists/" + own).path("items").path("items").size())
          .isEqualTo(3);
      world.edit(foreign).addCollaborator("alice");
      assertThat(alice.get("/v1/playlists/" + foreign + "/items").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void newAppsLackOldEndpointsAndFields() {
    try (SpotifySimulator simulator = newDevelopment()) {
      String own = simulator.world().createPlaylist("alice", "Own", entries.tracks(3));
      ApiClient alice = client(simulator, "alice");

      JsonNode track = track(alice.json("/v1/playlists/" + own), "item");

      assertThat(track.has("popularity")).isFalse();
      assertThat(track.has("available_markets")).isFalse();
      assertThat(track.path("external_ids").path("isrc").textValue()).startsWith("GBSIM");
      assertThat(alice.get("/v1/playlists/" + own + "/tracks").statusCode()).isEqualTo(403);
      assertThat(alice.get("/v1/users/alice/playlists").statusCode()).isEqualTo(403);
      JsonNode me = alice.json("/v1/me");
      assertThat(me.has("email") || me.has("product") || me.has("country")).isFalse();
      assertThat(me.has("account_id")).isTrue();
    }
  }

  @Test
  void accessCanBeTakenFromOneUserOrFromAll() {
    try (SpotifySimulator simulator = SpotifySimulator.builder().start()) {
      World world = simulator.world();
      String id = world.createPlaylist("alice", "Own", entries.tracks(3));
      world.follow("bob", id);
      ApiClient alice = client(simulator, "alice");
      ApiClient bob = client(simulator, "bob");
      String path = "/v1/playlists/" + id;

      world.setAccess(id, "bob", Access.METADATA_ONLY);
      assertThat(alice.get(path + "/items").statusCode()).isEqualTo(200);
      assertThat(bob.get(path + "/items").statusCode()).isEqualTo(403);
      assertThat(bob.json(path).has("items")).isFalse();

      world.setAccess(id, Access.EMBEDDED_ONLY);
      assertThat(alice.get(path + "/items").statusCode()).isEqualTo(403);
      assertThat(alice.json(path).path("items").path("items").size()).isEqualTo(3);

      world.setAccess(id, Access.UNAVAILABLE);
      assertThat(alice.get(path).statusCode()).isEqualTo(404);
      assertThat(bob.json("/v1/me/playlists").path("total").intValue()).isEqualTo(1);

      world.setAccess(id, Access.FULL);
      assertThat(bob.get(path + "/items").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void listsAndSingleReadsMayWriteOneSnapshotInTwoForms() {
    try (SpotifySimulator simulator =
        SpotifySimulator.builder().snapshotForm(SnapshotForm.MIXED).start()) {
      String id = simulator.world().createPlaylist("alice", "Own");
      ApiClient alice = client(simulator, "alice");
      String text = simulator.world().playlist(id).snapshotId();

      assertThat(alice.json("/v1/playlists/" + id).path("snapshot_id").textValue()).isEqualTo(text);
      assertThat(
              alice.json("/v1/me/playlists").path("items").path(0).path("snapshot_id").textValue())
          .isEqualTo(Snapshots.textToBinary(text));
    }
  }

  private static SpotifySimulator newDevelopment() {
    return SpotifySimulator.builder().population(AppPopulation.NEW_DEVELOPMENT).start();
  }

  private static ApiClient client(SpotifySimulator simulator, String user) {
    return new ApiClient(simulator, simulator.accounts().tokenFor(user));
  }

  private static JsonNode track(JsonNode playlist, String key) {
    JsonNode page = playlist.has("items") ? playlist.path("items") : playlist.path("tracks");
    return page.path("items").path(0).path(key);
  }
}
