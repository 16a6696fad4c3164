package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.SpotifySimulator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the commands about history tell and do. */
class HistoryCommandsTest {
  private static final String USER = TestLibrary.USER;

  private static SpotifySimulator spotify;
  private static TestDatabase database;
  private static String rock;

  /** What each revision of the playlist was, the first at index 0. */
  private static final List<List<String>> CONTENTS = new ArrayList<>();

  private static final List<String> TIMES = new ArrayList<>();

  @BeforeAll
  static void syncFourRevisions() {
    spotify = SpotifySimulator.builder().library(new TestLibrary()).start();
    database = TestDatabase.inMemory();
    rock = TestLibrary.id(spotify.world(), TestLibrary.ROCK);
    Entries entries = Entries.seeded(5, USER);
    sync();
    spotify.world().edit(rock).add(0, entries.track()).remove(200, 3);
    sync();
    spotify.world().edit(rock).move(10, 0);
    sync();
    spotify.world().edit(rock).remove(0, 5);
    sync();
  }

  private static void sync() {
    assertThat(Cli.sync(spotify, USER, database).code()).isZero();
    JsonNode now = run("show", rock).json();
    CONTENTS.add(uris(now));
    TIMES.add(now.path("playlist").path("syncedAt").asText());
  }

  @AfterAll
  static void stop() {
    spotify.close();
  }

  @Test
  void historyTellsEachRevisionNewestFirst() {
    JsonNode revisions = run("history", rock).json().path("revisions");
    JsonNode newest = run("history", rock, "--limit", "1").json().path("revisions");
    Cli table = Cli.run("history", rock, "--db", database.url());

    assertThat(revisions).extracting(row -> row.path("revision").asInt()).startsWith(4, 3, 2, 1);
    assertThat(revisions.get(2).path("added").asInt()).isEqualTo(1);
    assertThat(revisions.get(2).path("removed").asInt()).isEqualTo(3);
    assertThat(revisions.get(1).path("moved").asInt()).isEqualTo(1);
    assertThat(revisions.get(0).path("origin").asText()).isEqualTo("SYNC");
    assertThat(newest).hasSize(1);
    assertThat(table.out()).contains("REV", "SYNC");
  }

  @Test
  void showTellsTheContentOfARevisionAndOfATime() {
    for (int i = 0; i < CONTENTS.size(); i++) {
      JsonNode byNumber = run("show", rock, "--at", "" + (i + 1)).json();
      JsonNode byTime = run("show", rock, "--at", TIMES.get(i)).json();

      assertThat(uris(byNumber)).isEqualTo(CONTENTS.get(i));
      assertThat(uris(byTime)).isEqualTo(CONTENTS.get(i));
      assertThat(byNumber.path("playlist").path("revision").asInt()).isEqualTo(i + 1);
      assertThat(byNumber.path("total").asInt()).isEqualTo(CONTENTS.get(i).size());
    }
  }

  @Test
  void diffTellsWhatHappenedInEitherDirection() {
    JsonNode there = run("diff", rock, "1", "2").json();
    JsonNode back = run("diff", rock, "2", "1").json();
    Cli table = Cli.run("diff", rock, "1", "2", "--db", database.url());

    assertThat(there.path("added").asInt()).isEqualTo(1);
    assertThat(there.path("removed").asInt()).isEqualTo(3);
    assertThat(there.path("changes")).hasSize(4);
    assertThat(back.path("added").asInt()).isEqualTo(3);
    assertThat(back.path("removed").asInt()).isEqualTo(1);
    assertThat(table.out()).contains("1 added, 3 removed, 0 moved", "ADDED", "REMOVED");
  }

  @Test
  void restoreMakesAnEarlierContentTheCurrentOneAsANewRevision() {
    TestDatabase own = TestDatabase.inMemory();
    Cli.sync(spotify, USER, own);
    String list = spotify.world().createPlaylist("other", "L", Entries.seeded(1, "o").tracks(9));
    Cli.sync(spotify, "other", own);
    List<String> first = uris(Cli.run("show", list, "--json", "--db", own.url()).json());
    spotify.world().edit(list).remove(0, 4);
    Cli.sync(spotify, "other", own);

    Cli restored = Cli.run("restore", list, "1", "--json", "--db", own.url());
    Cli again = Cli.run("restore", list, "1", "--json", "--db", own.url());
    List<String> now = uris(Cli.run("show", list, "--json", "--db", own.url()).json());
    Cli.sync(spotify, "other", own);
    List<String> kept = uris(Cli.run("show", list, "--json", "--db", own.url()).json());
    Cli undone = Cli.sync(spotify, "other", own, "--reread");
    List<String> onSpotify = uris(Cli.run("show", list, "--json", "--db", own.url()).json());

    assertThat(restored.code()).as(restored.err()).isZero();
    assertThat(restored.json().path("revision").path("revision").asInt()).isEqualTo(3);
    assertThat(restored.json().path("revision").path("origin").asText()).isEqualTo("RESTORE");
    assertThat(restored.json().path("changed").asBoolean()).isTrue();
    assertThat(again.json().path("changed").asBoolean(true)).isFalse();
    assertThat(now).isEqualTo(first);
    assertThat(kept).isEqualTo(first);
    assertThat(undone.code()).as(undone.err()).isZero();
    assertThat(onSpotify).isEqualTo(first.subList(4, 9));
  }

  @Test
  void pruneForgetsTheOldestOfEveryPlaylistInBoundedRuns() {
    TestDatabase own = TestDatabase.inMemory();
    List<String> lists = new ArrayList<>();
    for (String user : List.of("p1", "p2")) {
      String list = spotify.world().createPlaylist(user, "L", Entries.seeded(1, "o").tracks(20));
      lists.add(list);
      for (int i = 0; i < 3; i++) {
        Cli.sync(spotify, user, own);
        spotify.world().edit(list).remove(0, 2);
      }
    }

    Cli first =
        Cli.run("prune", "--revisions", "1", "--max-rows", "3", "--json", "--db", own.url());
    Cli rest = Cli.run("prune", "--revisions", "1", "--json", "--db", own.url());
    Cli nothing = Cli.run("prune", "--json", "--db", own.url());

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.json().path("rowsDeleted").asInt()).isBetween(1, 3);
    assertThat(first.json().path("complete").asBoolean(true)).isFalse();
    assertThat(rest.json().path("complete").asBoolean()).isTrue();
    assertThat(rest.json().path("playlists").asInt()).isEqualTo(2);
    assertThat(nothing.json().path("rowsDeleted").asInt(-1)).isZero();
    for (String list : lists) {
      JsonNode kept =
          Cli.run("history", list, "--json", "--db", own.url()).json().path("revisions");
      assertThat(kept).extracting(row -> row.path("revision").asInt()).containsExactly(3);
      assertOneLine(Cli.run("show", list, "--at", "1", "--db", own.url()), 1, "not kept");
      assertThat(Cli.run("show", list, "--json", "--db", own.url()).json().path("items"))
          .hasSize(16);
    }
  }

  @Test
  void pruneDeletesAPlaylistThatNobodyHasOnlyWhereItIsAskedTo() {
    TestDatabase own = TestDatabase.inMemory();
    String gone = spotify.world().createPlaylist("p3", "Gone", Entries.seeded(1, "o").tracks(20));
    String shared = spotify.world().createPlaylist("p3", "Both", Entries.seeded(2, "o").tracks(5));
    spotify.world().addUser("p4");
    spotify.world().follow("p4", shared);
    Cli.sync(spotify, "p3", own);
    Cli.sync(spotify, "p4", own);
    spotify.world().unfollow("p3", gone);
    spotify.world().unfollow("p3", shared);
    Cli.sync(spotify, "p3", own);

    Cli without = Cli.run("prune", "--json", "--db", own.url());
    Cli young = Cli.run("prune", "--gone", "1h", "--json", "--db", own.url());
    Cli old = Cli.run("prune", "--gone", "PT0.001S", "--json", "--db", own.url());

    assertThat(without.json().path("playlistsPurged").asInt(-1)).isZero();
    assertThat(young.json().path("playlistsPurged").asInt(-1)).isZero();
    assertThat(old.json().path("playlistsPurged").asInt()).as(old.toString()).isEqualTo(1);
    assertThat(own.rows("select id from sync_playlist")).containsExactly(List.of(shared));
    assertThat(own.count("sync_playlist_item")).isEqualTo(5);
  }

  static Stream<Arguments> notKept() {
    return Stream.of(
        Arguments.of("revision 99", List.of("show", "ROCK", "--at", "99")),
        Arguments.of("revision 0", List.of("show", "ROCK", "--at", "0")),
        Arguments.of("2001-01-01", List.of("show", "ROCK", "--at", "2001-01-01")),
        Arguments.of("revision 99", List.of("diff", "ROCK", "1", "99")),
        Arguments.of("revision 98", List.of("diff", "ROCK", "98", "1")),
        Arguments.of("revision 99", List.of("restore", "ROCK", "99")),
        Arguments.of("not stored", List.of("history", "0000000000000000000000")),
        Arguments.of("not stored", List.of("diff", "0000000000000000000000", "1", "2")),
        Arguments.of("not stored", List.of("restore", "0000000000000000000000", "1")));
  }

  @ParameterizedTest
  @MethodSource("notKept")
  void whatIsNotKeptGivesOneLineAndExitCode1(String hint, List<String> args) {
    assertOneLine(Cli.run(local(args)), 1, hint);
  }

  static Stream<Arguments> wrongCommandLines() {
    return Stream.of(
        Arguments.of("--at", List.of("show", "ROCK", "--at", "yesterday")),
        Arguments.of("REVISION", List.of("restore", "ROCK")),
        Arguments.of("B", List.of("diff", "ROCK", "1")),
        Arguments.of("--limit", List.of("history", "ROCK", "--limit", "0")),
        Arguments.of("--revisions", List.of("prune", "--revisions", "0")),
        Arguments.of("--age", List.of("prune", "--age", "0d")),
        Arguments.of("--gone", List.of("prune", "--gone", "0d")),
        Arguments.of("--max-rows", List.of("prune", "--max-rows", "0")));
  }

  @ParameterizedTest
  @MethodSource("wrongCommandLines")
  void aWrongCommandLineGivesOneLineAndExitCode2(String hint, List<String> args) {
    assertOneLine(Cli.run(local(args)), 2, hint);
  }

  private static Cli run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--json", "--db", database.url()));
    Cli run = Cli.run(all);
    assertThat(run.code()).as(run.toString()).isZero();
    return run;
  }

  private static List<String> local(List<String> args) {
    List<String> all = new ArrayList<>(args);
    all.replaceAll(arg -> arg.equals("ROCK") ? rock : arg);
    all.addAll(List.of("--db", database.url()));
    return all;
  }

  private static List<String> uris(JsonNode shown) {
    List<String> uris = new ArrayList<>();
    shown.path("items").forEach(item -> uris.add(item.path("uri").asText()));
    return uris;
  }

  private static void assertOneLine(Cli run, int code, String hint) {
    assertThat(run.code()).as(run.toString()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).as(run.toString()).hasSize(1);
    assertThat(run.err()).startsWith("playlist-sync: ").contains(hint).doesNotContain("\tat ");
  }
}
