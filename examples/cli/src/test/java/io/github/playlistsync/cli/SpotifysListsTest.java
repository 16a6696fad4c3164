package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.simulator.Endpoint;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.SnapshotBehavior;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.simulator.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists that Spotify makes, whose snapshots cannot be relied upon. */
class SpotifysListsTest {
  private static final String USER = TestLibrary.USER;

  private final SpotifySimulator spotify = SpotifySimulator.builder().start();
  private final World world = spotify.world();
  private final Entries entries = Entries.seeded(37, USER);
  private final TestDatabase database = TestDatabase.inMemory();

  @AfterEach
  void stop() {
    spotify.close();
  }

  private String list(int items, SnapshotBehavior behavior) {
    world.addUser(USER);
    String id = world.createSpotifyOwned("Charts", entries.tracks(items));
    world.edit(id).setSnapshotBehavior(behavior);
    world.follow(USER, id);
    return id;
  }

  private Cli sync() {
    Cli run = Cli.sync(spotify, USER, database);
    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(SimulatorImage.of(spotify, USER).differencesTo(database.library(USER))).isEmpty();
    return run;
  }

  @Test
  void oneWhoseSnapshotMovesWithEveryAnswerIsStoredAndFollowed() {
    String id = list(250, SnapshotBehavior.MOVES_ON_EVERY_READ);

    Cli first = sync();
    Cli unchanged = sync();
    world.edit(id).move(240, 3).remove(10, 2);
    Cli edited = sync();

    assertThat(first.playlist(id).path("problems").toString())
        .contains("\"code\":\"CONFIRMED\"", "applied after a second read agreed");
    assertThat(unchanged.playlist(id).path("outcome").asText()).isEqualTo("UNCHANGED");
    assertThat(edited.playlist(id).path("removed").asInt()).isEqualTo(2);
    assertThat(database.rows("select snapshot_id from sync_playlist").get(0).get(0))
        .isEqualTo("null");
  }

  @Test
  void oneWhoseSnapshotStandsStillIsReadByEveryRun() {
    String id = list(80, SnapshotBehavior.FROZEN);
    sync();
    world.edit(id).replaceAll(entries.tracks(80));
    spotify.log().clear();

    Cli corrected = sync();
    Cli confirmed = sync();

    assertThat(corrected.playlist(id).path("audit").asText()).isEqualTo("CORRECTED");
    assertThat(confirmed.playlist(id).path("audit").asText()).isEqualTo("CONFIRMED");
    assertThat(confirmed.json().path("rowsWritten").asInt()).isZero();
    assertThat(spotify.log().count(Endpoint.PLAYLIST)).isGreaterThanOrEqualTo(2);
  }
}
