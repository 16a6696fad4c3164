package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.simulator.SpotifySimulator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code playlists} and {@code show} tell of the database alone. */
class StoredTest {
  private static final TestDatabase DATABASE = TestDatabase.inMemory();
  private static LibraryImage truth;
  private static String rock;

  @BeforeAll
  static void syncOnce() {
    try (SpotifySimulator spotify = SpotifySimulator.builder().library(new TestLibrary()).start()) {
      rock = TestLibrary.id(spotify.world(), TestLibrary.ROCK);
      assertThat(Cli.sync(spotify, TestLibrary.USER, DATABASE).code()).isZero();
      truth = SimulatorImage.of(spotify, TestLibrary.USER);
    }
  }

  @Test
  void listsTheLibraryOfAUserInItsOrder() {
    Cli run = Cli.run("playlists", "--user", TestLibrary.USER, "--db", DATABASE.url(), "--json");

    assertThat(run.code()).isZero();
    assertThat(run.json().path("playlists"))
        .extracting(playlist -> playlist.path("id").asText())
        .containsExactlyElementsOf(truth.playlists().keySet());
    JsonNode first = run.json().path("playlists").get(0);
    assertThat(first.path("name").asText()).isEqualTo("Long");
    assertThat(first.path("access").asText()).isEqualTo("FULL");
    assertThat(first.path("trackCount").asInt()).isEqualTo(700);
  }

  @Test
  void listsEverythingAsATable() {
    Cli run = Cli.run("playlists", "--db", DATABASE.url());

    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).hasSize(1 + 14);
    assertThat(run.out()).startsWith("NAME").contains("Nº 7", rock);
  }

  @Test
  void showsAPartOfAPlaylist() {
    Cli run = Cli.run("show", rock, "--offset", "100", "--limit", "3", "--db", DATABASE.url());

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(TestLibrary.ROCK, "3 of 300 items", " 100 ", " 102 ")
        .doesNotContain(" 103 ");
  }

  @Test
  void showsEveryPositionInJson() {
    Cli run = Cli.run("show", "spotify:playlist:" + rock, "--db", DATABASE.url(), "--json");

    assertThat(run.json().path("total").asInt()).isEqualTo(300);
    assertThat(run.json().path("items"))
        .extracting(item -> item.path("uri").isNull() ? null : item.path("uri").asText())
        .containsExactlyElementsOf(
            truth.playlists().get(rock).entries().stream()
                .map(entry -> entry.track() == null ? null : entry.track().uri())
                .toList());
  }

  @Test
  void anOffsetBeyondTheEndShowsNothing() {
    Cli run = Cli.run("show", rock, "--offset", "5000", "--db", DATABASE.url(), "--json");

    assertThat(run.code()).isZero();
    assertThat(run.json().path("items")).isEmpty();
  }
}
