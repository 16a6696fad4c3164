package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.simulator.DemoLibrary;
import io.github.playlistsync.simulator.Effect;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.Failures;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.Shape;
import io.github.playlistsync.simulator.SpotifySimulator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a sync stores, costs and tells. */
class SyncCommandTest {
  private static final String USER = TestLibrary.USER;

  private final SpotifySimulator spotify =
      SpotifySimulator.builder().library(new TestLibrary()).start();

  @AfterEach
  void stop() {
    spotify.close();
  }

  static Stream<Arguments> shapesAndDatabases() {
    return Stream.of(Shape.OLD, Shape.NEW)
        .flatMap(
            shape ->
                Stream.of(
                    Arguments.of(shape, TestDatabase.inMemory()),
                    Arguments.of(shape, TestDatabase.postgres())));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("shapesAndDatabases")
  void storesExactlyWhatSpotifyHoldsInEitherShape(Shape shape, TestDatabase database) {
    try (SpotifySimulator shaped =
        SpotifySimulator.builder().seed(5).shape(shape).library(new DemoLibrary(5)).start()) {
      Cli run = Cli.sync(shaped, DemoLibrary.USER, database);

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.err()).isEmpty();
      LibraryImage truth = SimulatorImage.of(shaped, DemoLibrary.USER);
      assertThat(truth.differencesTo(database.library(DemoLibrary.USER))).isEmpty();
      assertThat(truth.items()).isGreaterThan(10_000);
      assertThat(run.json().path("apiCalls").asInt()).isEqualTo(shaped.log().count());
    }
  }

  @Test
  void asksForTheListAndWritesNothingWhereNothingChanged() {
    TestDatabase database = TestDatabase.inMemory();
    Cli.sync(spotify, USER, database);
    List<List<String>> before = everyRow(database);
    spotify.log().clear();

    Cli run = Cli.sync(spotify, USER, database);

    assertThat(run.code()).isZero();
    assertThat(spotify.log().count()).isEqualTo(1);
    assertThat(run.json().path("apiCalls").asInt()).isEqualTo(1);
    assertThat(run.json().path("rowsWritten").asInt()).isZero();
    assertThat(run.json().path("playlists"))
        .hasSize(14)
        .allMatch(playlist -> playlist.path("outcome").asText().equals("UNCHANGED"));
    assertThat(everyRow(database)).isEqualTo(before);
  }

  @Test
  void asksForEveryPageOfALongListAndNothingElseWhereNothingChanged() {
    TestDatabase database = TestDatabase.inMemory();
    for (int i = 0; i < 120; i++) {
      spotify.world().createPlaylist("many", "List " + i);
    }
    Cli.sync(spotify, "many", database);
    spotify.log().clear();

    Cli run = Cli.sync(spotify, "many", database);

    assertThat(spotify.log().count()).isEqualTo(3);
    assertThat(run.json().path("apiCalls").asInt()).isEqualTo(3);
    assertThat(run.json().path("rowsWritten").asInt()).isZero();
    assertThat(run.json().path("playlists")).hasSize(120);
  }

  @Test
  void writesFourItemRowsForAnInsertionARemovalAndAMoveInTenThousand() {
    TestDatabase database = TestDatabase.inMemory();
    Entries entries = Entries.seeded(77, USER);
    String large = spotify.world().createPlaylist(USER, "Large", entries.tracks(10_000));
    Cli.sync(spotify, USER, database);
    spotify.world().edit(large).add(0, entries.track()).remove(5_000, 1).move(9_999, 0);

    Cli run = Cli.sync(spotify, USER, database);

    assertThat(run.code()).isZero();
    assertThat(run.json().path("itemRowsWritten").asInt()).isBetween(1, 4);
    JsonNode report = run.playlist(large);
    assertThat(report.path("added").asInt()).isEqualTo(1);
    assertThat(report.path("removed").asInt()).isEqualTo(1);
    assertThat(report.path("moved").asInt()).isEqualTo(1);
    assertThat(SimulatorImage.of(spotify, USER).differencesTo(database.library(USER))).isEmpty();
  }

  @Test
  void writesNoItemRowForARename() {
    TestDatabase database = TestDatabase.inMemory();
    Cli.sync(spotify, USER, database);
    String rock = rock();
    spotify.world().edit(rock).rename("Zwölf “Boxkämpfer” \u0000 jagen\tViktor");

    Cli run = Cli.sync(spotify, USER, database);

    assertThat(run.code()).isZero();
    assertThat(run.json().path("itemRowsWritten").asInt()).isZero();
    assertThat(run.playlist(rock).path("outcome").asText()).isEqualTo("SYNCED");
    assertThat(run.playlist(rock).path("revision").asInt()).isEqualTo(1);
    assertThat(database.library(USER).playlists().get(rock).name())
        .isEqualTo("Zwölf “Boxkämpfer”  jagen\tViktor");
  }

  @Test
  void marksWhatLeftTheListAsGoneAndKeepsItUntilItIsBack() {
    TestDatabase database = TestDatabase.inMemory();
    Cli.sync(spotify, USER, database);
    String rock = rock();
    spotify.world().unfollow(USER, rock);

    Cli gone = Cli.sync(spotify, USER, database);
    long keptItems = database.count("sync_playlist_content where playlist_id = '" + rock + "'");
    spotify.world().follow(USER, rock);
    Cli back = Cli.sync(spotify, USER, database);

    assertThat(gone.code()).isZero();
    assertThat(texts(gone.json().path("gone"))).containsExactly(rock);
    assertThat(keptItems).isEqualTo(TestLibrary.ROCK_ITEMS);
    assertThat(texts(back.json().path("back"))).containsExactly(rock);
    assertThat(SimulatorImage.of(spotify, USER).differencesTo(database.library(USER))).isEmpty();
  }

  @Test
  void syncsOnePlaylistByItsAddress() {
    TestDatabase database = TestDatabase.inMemory();
    String id = spotify.world().createPlaylist("other", "Not in the list");

    Cli run =
        Cli.sync(
            spotify,
            USER,
            database,
            "--playlist",
            "https://open.spotify.com/playlist/" + id + "?si=abc");

    assertThat(run.code()).isZero();
    assertThat(run.json().path("playlists")).hasSize(1);
    assertThat(run.playlist(id).path("outcome").asText()).isEqualTo("SYNCED");
    assertThat(database.count("sync_playlist")).isEqualTo(1);
  }

  @Test
  void printsTheFieldsThatScriptsRelyOn() {
    String id = spotify.world().createPlaylist("small", "Drei", Entries.seeded(1, "x").tracks(3));

    Cli run = Cli.sync(spotify, "small", TestDatabase.inMemory());

    JsonNode json = run.json();
    assertThat(names(json))
        .containsExactly(
            "user",
            "outcome",
            "apiCalls",
            "rowsWritten",
            "itemRowsWritten",
            "durationMs",
            "playlists",
            "gone",
            "back",
            "problems",
            "failure");
    assertThat(json.path("user").asText()).isEqualTo("small");
    assertThat(json.path("outcome").asText()).isEqualTo("COMPLETE");
    assertThat(json.path("failure").isNull()).isTrue();
    JsonNode playlist = run.playlist(id);
    assertThat(names(playlist))
        .containsExactly(
            "id",
            "name",
            "outcome",
            "complete",
            "access",
            "trackCount",
            "placeholders",
            "remoteTotal",
            "added",
            "removed",
            "moved",
            "audit",
            "revision",
            "problems");
    assertThat(playlist.path("name").asText()).isEqualTo("Drei");
    assertThat(playlist.path("access").asText()).isEqualTo("FULL");
    assertThat(playlist.path("trackCount").asInt()).isEqualTo(3);
    assertThat(playlist.path("added").asInt()).isEqualTo(3);
    assertThat(playlist.path("revision").asInt()).isEqualTo(1);
  }

  @Test
  void printsEachProblemWithItsKindItsPlaceAndASentence() {
    String refused =
        spotify.world().createPlaylist("small", "No", Entries.seeded(1, "x").tracks(3));
    String failing =
        spotify.world().createPlaylist("small", "Odd", Entries.seeded(2, "y").tracks(3));
    answer(refused, Failures.notFound());
    TestDatabase database = TestDatabase.inMemory();
    Cli.sync(spotify, "small", database);
    spotify.world().edit(failing).remove(0, 1);
    answer(failing, Failures.status(400));

    Cli run = Cli.sync(spotify, "small", database);
    List<String> args = new ArrayList<>(Cli.syncArgs(spotify, "small", database));
    args.remove("--json");
    Cli lines = Cli.run(args);

    JsonNode problem = run.playlist(refused).path("problems").path(0);
    assertThat(names(problem)).containsExactly("code", "playlist", "position", "sentence");
    assertThat(problem.path("code").asText()).isEqualTo("PLAYLIST_UNAVAILABLE");
    assertThat(problem.path("playlist").asText()).isEqualTo(refused);
    assertThat(problem.path("position").isNull()).isTrue();
    assertThat(run.playlist(refused).path("complete").asBoolean()).isTrue();
    assertThat(run.playlist(failing).path("complete").asBoolean(true)).isFalse();
    String sentence = run.playlist(failing).path("problems").path(0).path("sentence").asText();
    assertThat(lines.out()).contains("! " + sentence);
    assertThat(lines.err())
        .contains("1 of 2 playlists not up to date: \"Odd\" (" + failing + "): " + sentence);
  }

  private void answer(String playlist, Effect effect) {
    spotify.faults().add(Fault.onWebApi().ofPlaylist(playlist).then(effect));
  }

  @Test
  void tellsInLinesWhatHappenedWhereNobodyAsksForJson() {
    spotify.world().createPlaylist("small", "A\u001b[31mB", Entries.seeded(1, "x").tracks(3));
    List<String> args = new ArrayList<>(Cli.syncArgs(spotify, "small", TestDatabase.inMemory()));
    args.remove("--json");

    Cli run = Cli.run(args);

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("synced", "+3 -0 moved 0", "COMPLETE: 1 playlists (1 synced); 0 gone, 0 back")
        .contains("calls to Spotify: 2")
        .doesNotContain("\u001b");
  }

  private String rock() {
    return TestLibrary.id(spotify.world(), TestLibrary.ROCK);
  }

  /** All that is stored, but for the time of the last look at the list. */
  private static List<List<String>> everyRow(TestDatabase database) {
    List<List<String>> rows = new ArrayList<>();
    for (String query :
        List.of(
            "sync_playlist order by id",
            "sync_playlist_item order by playlist_id, sort_key, from_revision",
            "sync_track order by uri",
            "sync_revision order by playlist_id, revision",
            "sync_library_entry order by user_id, playlist_id")) {
      rows.addAll(database.rows("select * from " + query));
    }
    return rows;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
