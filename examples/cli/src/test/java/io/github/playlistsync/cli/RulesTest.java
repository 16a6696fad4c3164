package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.simulator.SpotifySimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Syncing a part of a library, and looking before. */
class RulesTest {
  private static final String USER = TestLibrary.USER;

  private final SpotifySimulator spotify =
      SpotifySimulator.builder().library(new TestLibrary()).start();
  private final TestDatabase database = TestDatabase.inMemory();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    spotify.close();
  }

  @Test
  void aDryRunTellsWhatASyncWouldDoAndWritesNothing() {
    Cli.sync(spotify, USER, database);
    String rock = TestLibrary.id(spotify.world(), TestLibrary.ROCK);
    spotify.world().edit(rock).remove(0, 7);
    long rows = database.count("sync_playlist_item");

    Cli dry = Cli.sync(spotify, USER, database, "--dry-run");
    Cli text = Cli.run(withoutJson("--dry-run"));
    long rowsAfter = database.count("sync_playlist_item");
    long closed = database.count("sync_playlist_item where until_revision < 9223372036854775807");
    Cli real = Cli.sync(spotify, USER, database);

    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.playlist(rock).path("removed").asInt()).isEqualTo(7);
    assertThat(text.out()).contains("A dry run: nothing was written.", TestLibrary.ROCK);
    assertThat(rowsAfter).isEqualTo(rows);
    assertThat(closed).isZero();
    assertThat(real.playlist(rock).path("removed").asInt()).isEqualTo(7);
    assertThat(real.json().path("rowsWritten").asInt())
        .isEqualTo(dry.json().path("rowsWritten").asInt());
  }

  @Test
  void aFirstDryRunMakesNoDatabase() throws Exception {
    Cli dry = Cli.sync(spotify, USER, TestDatabase.inFile(folder), "--dry-run");

    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.json().path("playlists")).hasSize(14);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void rulesChooseWhatIsSynced() {
    String rock = TestLibrary.id(spotify.world(), TestLibrary.ROCK);

    JsonNode owned = Cli.sync(spotify, USER, database, "--owned-only").json();
    JsonNode one = Cli.sync(spotify, USER, TestDatabase.inMemory(), "--include", rock).json();
    JsonNode others = Cli.sync(spotify, USER, TestDatabase.inMemory(), "--exclude", rock).json();
    JsonNode named =
        Cli.sync(spotify, USER, TestDatabase.inMemory(), "--name-matches", "Nº .*").json();

    assertThat(synced(owned)).isEqualTo(13);
    assertThat(synced(one)).isEqualTo(1);
    assertThat(synced(others)).isEqualTo(13);
    assertThat(synced(named)).isEqualTo(11);
  }

  @Test
  void likedSongsAreAPlaylistOfTheirOwn() {
    Cli liked = Cli.sync(spotify, USER, database, "--liked");

    assertThat(liked.code()).as(liked.err()).isZero();
    assertThat(liked.json().path("playlists")).hasSize(15);
  }

  @Test
  void aPlaylistByItsIdIsNotChosenByRulesAsWell() {
    String rock = TestLibrary.id(spotify.world(), TestLibrary.ROCK);

    for (String rule : new String[] {"--dry-run", "--owned-only"}) {
      Cli run = Cli.sync(spotify, USER, database, "--playlist", rock, rule);

      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err().lines()).hasSize(1);
    }
    Cli noPattern = Cli.sync(spotify, USER, database, "--name-matches", "[");
    assertThat(noPattern.code()).isEqualTo(2);
    assertThat(noPattern.err()).contains("--name-matches");
  }

  private List<String> withoutJson(String... more) {
    List<String> args = Cli.syncArgs(spotify, USER, database, more);
    args.remove("--json");
    return args;
  }

  private static long synced(JsonNode report) {
    return StreamSupport.stream(report.path("playlists").spliterator(), false)
        .filter(playlist -> playlist.path("outcome").asText().equals("SYNCED"))
        .count();
  }
}
