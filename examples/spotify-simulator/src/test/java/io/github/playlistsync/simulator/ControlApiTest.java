package io.github.playlistsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlApiTest {

  private SpotifySimulator simulator;
  private ApiClient control;
  private String id;

  @BeforeEach
  void start() {
    simulator =
        SpotifySimulator.builder()
            .library(
                world -> world.createPlaylist("alice", "Own", Entries.seeded(1, "alice").tracks(4)))
            .start();
    id = simulator.world().playlistIds().get(0);
    control = new ApiClient(simulator, null);
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void editsPlaylists() {
    List<SimulatedEntry> before = simulator.world().playlist(id).entries();

    edit("'op':'add','playlist':'ID','position':0,'count':2,'kind':'episode'");
    edit("'op':'add','playlist':'ID','from':2");
    edit("'op':'remove','playlist':'ID','position':3");
    edit("'op':'move','playlist':'ID','from':5,'to':0");
    edit("'op':'rename','playlist':'ID','name':'New'");
    edit("'op':'visibility','playlist':'ID','visibility':'PRIVATE'");

    PlaylistView view = simulator.world().playlist(id);
    assertThat(view.entries()).hasSize(6);
    assertThat(view.entries().get(0)).isEqualTo(before.get(0));
    assertThat(view.entries().get(1).kind()).isEqualTo(EntryKind.EPISODE);
    assertThat(view.entries()).contains(before.get(0), before.get(2)).doesNotContain(before.get(1));
    assertThat(view.name()).isEqualTo("New");
    assertThat(view.visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(view.revision()).isEqualTo(7);
  }

  @Test
  void editsLibraries() {
    String created = edit("'op':'create','user':'bob','name':'B','count':3").path("id").asText();
    edit("'op':'follow','user':'bob','playlist':'ID'");
    String uri = edit("'op':'like','user':'bob'").path("uri").asText();

    JsonNode bob = control.json("/_control/users/bob");

    assertThat(bob.path("playlists")).hasToString("[\"" + id + "\",\"" + created + "\"]");
    assertThat(bob.path("liked").path(0).path("uri").asText()).isEqualTo(uri);
    edit("'op':'unlike','user':'bob','uri':'" + uri + "'");
    edit("'op':'delete','playlist':'ID'");
    assertThat(control.json("/_control/users/bob").path("liked").size()).isZero();
    assertThat(control.get("/_control/playlists/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void makesTokensAndFaultsAndShowsTheLog() {
    String token = post("/tokens", "'user':'alice'").path("access_token").asText();
    ApiClient alice = new ApiClient(simulator, token);
    post("/faults", "'endpoint':'ME','call':2,'effect':'status','status':502");

    assertThat(alice.get("/v1/me").statusCode()).isEqualTo(200);
    assertThat(alice.get("/v1/me").statusCode()).isEqualTo(502);
    JsonNode log = control.json("/_control/log");
    assertThat(log.path("count").intValue()).isEqualTo(2);
    assertThat(log.path("calls").path(1).path("status").intValue()).isEqualTo(502);
    assertThat(log.toString()).doesNotContain(token);
    control.send("DELETE", "/_control/log", "");
    assertThat(control.json("/_control/log").path("count").intValue()).isZero();
  }

  @Test
  void knowsEveryEffectThatItsHelpNames() {
    String effects = ControlFaults.HELP.substring(ControlFaults.HELP.indexOf("Effects of faults"));
    List<String> names =
        Pattern.compile("^  ([a-z-]+)", Pattern.MULTILINE)
            .matcher(effects)
            .results()
            .map(match -> match.group(1))
            .toList();
    String keys = "'at':0,'total':1,'id':'ID','as':'bob','scope':'s','oddity':'NULL_NAME'";

    assertThat(names).hasSizeGreaterThan(40).contains("status", "edit");
    for (String name : names) {
      assertThat(postAny("/faults", "'effect':'" + name + "'," + keys).statusCode())
          .as(name)
          .isEqualTo(200);
    }
    assertThat(effects).contains(Stream.of(Oddity.values()).map(Oddity::name).toList());
    assertThat(postAny("/faults", "'effect':'none-such'").statusCode()).isEqualTo(400);
  }

  @Test
  void editsBetweenPages() {
    post(
        "/faults",
        "'endpoint':'PLAYLIST_ITEMS','effect':'edit','edit':{'op':'clear','playlist':'ID'}");
    ApiClient alice = new ApiClient(simulator, simulator.accounts().tokenFor("alice"));

    assertThat(alice.json("/v1/playlists/" + id + "/items").path("total").intValue()).isZero();
  }

  @Test
  void goesBackToTheStart() {
    List<PlaylistView> before = simulator.world().playlists();
    post("/random-edits", "'count':20,'seed':3");
    post("/fault-rate", "'rate':1");
    post("/limits", "'calls':0");
    assertThat(simulator.world().playlists()).isNotEqualTo(before);

    post("/reset", "");

    assertThat(simulator.world().playlists()).isEqualTo(before);
    ApiClient alice = new ApiClient(simulator, simulator.accounts().tokenFor("alice"));
    assertThat(alice.json("/v1/me/playlists").path("total").intValue()).isEqualTo(1);
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(postAny("/edit", "'op':'fly','playlist':'ID'").body()).contains("unknown op fly");
    assertThat(postAny("/edit", "'op':'rename','playlist':'ID'").body()).contains("name");
    assertThat(postAny("/edit", "'op':'remove','playlist':'ID','position':9").statusCode())
        .isEqualTo(400);
    assertThat(postAny("/edit", "'op':'clear','playlist':'none'").statusCode()).isEqualTo(404);
    assertThat(control.send("POST", "/_control/edit", "{not json").statusCode()).isEqualTo(400);
    assertThat(control.get("/_control/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void theProgramReadsItsOptions() {
    SpotifySimulator.Builder builder = SpotifySimulator.builder();

    assertThat(
            Main.configure(
                builder,
                "--empty",
                "--shape",
                "old",
                "--population",
                "new-development",
                "--latency",
                "1",
                "--seed",
                "4",
                "--port",
                "0"))
        .isTrue();
    assertThat(Main.configure(SpotifySimulator.builder(), "--help")).isFalse();
    assertThatThrownBy(() -> Main.configure(builder, "--port", "x")).hasMessageContaining("--port");
    assertThatThrownBy(() -> Main.configure(builder, "--fast")).hasMessageContaining("--fast");
    try (SpotifySimulator started = builder.start()) {
      assertThat(started.world().playlistIds()).isEmpty();
    }
  }

  private JsonNode edit(String json) {
    return post("/edit", json);
  }

  private JsonNode post(String path, String json) {
    HttpResponse<String> response = postAny(path, json);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return ApiClient.json(response);
  }

  private HttpResponse<String> postAny(String path, String json) {
    String body = "{" + json.replace('\'', '"').replace("ID", id) + "}";
    return control.send("POST", "/_control" + path, body);
  }
}
