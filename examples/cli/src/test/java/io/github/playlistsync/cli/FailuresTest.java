package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.simulator.Access;
import io.github.playlistsync.simulator.Distortions;
import io.github.playlistsync.simulator.Effect;
import io.github.playlistsync.simulator.Endpoint;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.Failures;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.simulator.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong costs nothing that is stored, and concerns only the playlist that it names. */
class FailuresTest {
  private static final String USER = TestLibrary.USER;

  private final SpotifySimulator spotify =
      SpotifySimulator.builder().library(new TestLibrary()).start();
  private final World world = spotify.world();
  private final TestDatabase database = TestDatabase.inMemory();
  private final String rock = TestLibrary.id(world, TestLibrary.ROCK);

  /** What is stored; then Rock and another playlist are edited. */
  private LibraryImage before;

  @BeforeEach
  void syncAndEdit() {
    assertThat(Cli.sync(spotify, USER, database).code()).isZero();
    before = SimulatorImage.of(spotify, USER);
    Entries entries = Entries.seeded(99, USER);
    world.edit(rock).add(150, entries.tracks(2)).remove(10, 3);
    world.edit(TestLibrary.id(world, "Nº 5")).append(entries.mixed(4));
    assertThat(before.differencesTo(database.library(USER))).isEmpty();
  }

  @AfterEach
  void stop() {
    spotify.close();
  }

  @Test
  void aPageThatAlwaysAnswers500() {
    spotify
        .faults()
        .add(
            Fault.on(Endpoint.PLAYLIST_ITEMS, Endpoint.PLAYLIST_TRACKS)
                .ofPlaylist(rock)
                .atOffset(200)
                .then(Failures.status(500)));

    Cli run = Cli.sync(spotify, USER, database);

    assertRockKept(run, "FAILED", "500");
  }

  @Test
  void aBodyCutInHalf() {
    spotify
        .faults()
        .add(
            Fault.on(Endpoint.PLAYLIST_ITEMS, Endpoint.PLAYLIST_TRACKS)
                .ofPlaylist(rock)
                .then(Failures.cutBody()));

    Cli run = Cli.sync(spotify, USER, database);

    assertRockKept(run, "FAILED", "items");
  }

  @Test
  void aPlaylistThatChangesWheneverItIsRead() {
    Entries entries = Entries.seeded(7, USER);
    Fault changing =
        Fault.on(Endpoint.PLAYLIST_ITEMS, Endpoint.PLAYLIST_TRACKS)
            .ofPlaylist(rock)
            .then(Effect.change(changed -> changed.edit(rock).add(0, entries.track())));
    spotify.faults().add(changing);

    Cli run = Cli.sync(spotify, USER, database);

    assertRockKept(run, "FAILED", "while");
  }

  @Test
  void aListThatChangesWhileItIsReadMarksNothingAsGone() {
    for (int i = 0; i < 60; i++) {
      world.createPlaylist(USER, "More " + i);
    }
    assertThat(Cli.sync(spotify, USER, database).code()).isZero();
    long entries = database.count("sync_library_entry where gone_since is null");
    spotify
        .faults()
        .add(
            Fault.on(Endpoint.MY_PLAYLISTS)
                .atOffset(50)
                .then(Effect.change(changed -> changed.createPlaylist(USER, "Newer"))));

    Cli run = Cli.sync(spotify, USER, database);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.json().path("outcome").asText()).isEqualTo("PARTIAL");
    assertThat(run.json().path("gone")).isEmpty();
    assertThat(database.count("sync_library_entry where gone_since is null"))
        .isGreaterThanOrEqualTo(entries);
  }

  @Test
  void a403OnAPlaylistThatCouldBeRead() {
    world.setAccess(rock, Access.METADATA_ONLY);

    Cli run = Cli.sync(spotify, USER, database);

    assertRockKept(run, "METADATA_ONLY", "stays");
    assertThat(run.playlist(rock).path("access").asText()).isEqualTo("METADATA_ONLY");
  }

  @Test
  void a404OnAPlaylistThatCouldBeRead() {
    world.setAccess(rock, Access.UNAVAILABLE);

    Cli run = Cli.sync(spotify, USER, database);

    assertRockKept(run, "UNAVAILABLE", "stays");
    assertThat(run.playlist(rock).path("access").asText()).isEqualTo("UNAVAILABLE");
  }

  @Test
  void accessThatWasLostStaysReportedUntilItIsBack() {
    world.setAccess(rock, Access.METADATA_ONLY);
    Cli.sync(spotify, USER, database);

    Cli again = Cli.sync(spotify, USER, database);

    assertRockKept(again, "METADATA_ONLY", "stays");
    world.setAccess(rock, Access.FULL);
    world.edit(rock).remove(0, 1);
    Cli back = Cli.sync(spotify, USER, database);
    assertThat(back.code()).isZero();
    assertThat(SimulatorImage.of(spotify, USER).differencesTo(database.library(USER))).isEmpty();
  }

  @Test
  void anEmptyAnswerWhereThreeHundredWereAnnounced() {
    spotify
        .faults()
        .add(Fault.on(Endpoint.PLAYLIST).ofPlaylist(rock).then(Distortions.emptyPage()));

    Cli run = Cli.sync(spotify, USER, database);

    assertRockKept(run, "FAILED", "announced");
  }

  @Test
  void anAnswerOfZeroTracksUnderTheRightSnapshotIsSeenTwiceBeforeItIsBelieved() {
    spotify
        .faults()
        .add(Fault.on(Endpoint.PLAYLIST).ofPlaylist(rock).onCall(1).then(Distortions.zeroTracks()));

    Cli run = Cli.sync(spotify, USER, database);

    assertThat(run.code()).isZero();
    assertThat(SimulatorImage.of(spotify, USER).differencesTo(database.library(USER))).isEmpty();
  }

  @Test
  void aListThatCannotBeReadFailsTheWholeAndStillAnswersInJson() {
    spotify.faults().add(Fault.on(Endpoint.MY_PLAYLISTS).then(Failures.status(503)));

    Cli run = Cli.sync(spotify, USER, database);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.json().path("outcome").asText()).isEqualTo("FAILED");
    assertThat(run.json().path("playlists")).isEmpty();
    assertThat(run.json().path("failure").path("kind").asText())
        .isEqualTo("SpotifyUnavailableException");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(before.differencesTo(database.library(USER))).isEmpty();
  }

  /** Rock is stored as it was, everything else as Spotify has it now, and the next sync heals. */
  private void assertRockKept(Cli run, String outcome, String reason) {
    assertThat(run.code()).as(run.toString()).isEqualTo(1);
    assertThat(run.json().path("outcome").asText()).isEqualTo("PARTIAL");
    assertThat(run.playlist(rock).path("outcome").asText()).isEqualTo(outcome);
    assertThat(run.playlist(rock).path("problems").toString()).contains(reason);
    assertThat(run.err().lines()).singleElement().asString().contains(rock, TestLibrary.ROCK);
    LibraryImage expected = SimulatorImage.of(spotify, USER).with(rock, before);
    assertThat(expected.differencesTo(database.library(USER))).isEmpty();

    spotify.faults().clear();
    if (outcome.equals("FAILED")) {
      assertThat(Cli.sync(spotify, USER, database).code()).isZero();
      assertThat(SimulatorImage.of(spotify, USER).differencesTo(database.library(USER))).isEmpty();
    }
  }
}
