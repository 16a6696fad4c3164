package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.simulator.Access;
import io.github.playlistsync.simulator.RandomEdits;
import io.github.playlistsync.simulator.SpotifySimulator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several who write the same database at once. */
class ManyProcessesTest {
  private static final String USER = TestLibrary.USER;
  private static final String OTHER = "bob";

  private final SpotifySimulator spotify =
      SpotifySimulator.builder().library(new TestLibrary()).start();
  private final TestDatabase database = TestDatabase.postgres();

  @AfterEach
  void stop() {
    spotify.close();
  }

  @Test
  void twoProcessesThatSyncTheSameUserAtOnceStoreOneContent() throws Exception {
    twoAtOnce();
    long revisions = database.count("sync_revision");
    new RandomEdits(spotify, 3).apply(150);
    twoAtOnce();

    assertThat(revisions).isEqualTo(14);
  }

  private void twoAtOnce() throws IOException, InterruptedException {
    LibraryImage truth = SimulatorImage.of(spotify, USER);
    List<String> args = Cli.syncArgs(spotify, USER, database);
    try (CliProcess one = CliProcess.start(Map.of(), args);
        CliProcess two = CliProcess.start(Map.of(), args)) {
      for (Cli run : List.of(one.await(), two.await())) {
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.json().path("outcome").asText()).isEqualTo("COMPLETE");
      }
    }
    assertThat(truth.differencesTo(database.library(USER))).isEmpty();
    assertThat(
            database.rows(
                """
                select playlist_id, sort_key from sync_playlist_item
                where until_revision = 9223372036854775807
                group by playlist_id, sort_key having count(*) > 1
                """))
        .isEmpty();
    assertThat(
            database.rows(
                "select id from sync_playlist p where revision <>"
                    + " (select count(*) from sync_revision r where r.playlist_id = p.id)"))
        .isEmpty();
  }

  @Test
  void aFollowerWithoutAccessRewritesNothingOfWhatTheOwnerSynced() {
    for (String id : SimulatorImage.of(spotify, USER).playlists().keySet()) {
      spotify.world().follow(OTHER, id);
      spotify.world().setAccess(id, OTHER, Access.METADATA_ONLY);
    }
    Cli owner = Cli.sync(spotify, USER, database);
    List<List<String>> rows = sharedRows();

    Cli follower = Cli.sync(spotify, OTHER, database);
    List<List<String>> afterFollower = sharedRows();
    Cli again = Cli.sync(spotify, USER, database);

    assertThat(owner.code()).isZero();
    assertThat(follower.code()).as(follower.toString()).isZero();
    assertThat(follower.json().path("playlists"))
        .allMatch(playlist -> playlist.path("outcome").asText().equals("METADATA_ONLY"));
    assertThat(afterFollower).isEqualTo(rows);
    assertThat(again.json().path("rowsWritten").asInt()).isZero();
    assertThat(sharedRows()).isEqualTo(rows);
    assertThat(
            database.rows("select distinct access from sync_library_entry where user_id = 'bob'"))
        .containsExactly(List.of("METADATA_ONLY"));
  }

  private List<List<String>> sharedRows() {
    List<List<String>> rows = new ArrayList<>();
    rows.addAll(database.rows("select * from sync_playlist order by id"));
    rows.addAll(
        database.rows(
            "select * from sync_playlist_item order by playlist_id, sort_key, from_revision"));
    rows.addAll(database.rows("select * from sync_track order by uri"));
    return rows;
  }
}
