package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.cli.LibraryImage.PlaylistImage;
import io.github.playlistsync.simulator.Effect;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.RandomEdits;
import io.github.playlistsync.simulator.SpotifySimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed at any moment leaves only playlists that Spotify had. {@code
 * -Dkill.rounds=4} also edits on H2 and syncs first on PostgreSQL; more rounds repeat the four.
 */
class KillTest {
  private static final String USER = TestLibrary.USER;
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 2);
  private static final int CALLS_OF_A_FIRST_SYNC = 34;
  private static final int LATEST_MILLIS = 120;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void everyPlaylistIsACompleteOldOrNewVersionAfterAKillAndTheNextSyncRepairsTheRest()
      throws Exception {
    long seed = Long.getLong("kill.seed", System.nanoTime());
    System.out.println("kill.seed=" + seed + " kill.rounds=" + ROUNDS);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      boolean first = round % 2 == 0;
      boolean h2 = round % 4 == 0 || round % 4 == 3;
      TestDatabase database = h2 ? TestDatabase.inFile(folder) : TestDatabase.postgres();
      try (SpotifySimulator spotify =
          SpotifySimulator.builder().seed(seed).library(new TestLibrary()).start()) {
        int calls = first ? CALLS_OF_A_FIRST_SYNC : firstSync(spotify, database);
        LibraryImage before = first ? new LibraryImage(Map.of()) : database.library(USER);
        if (!first) {
          new RandomEdits(spotify, random.nextLong()).apply(200);
        }
        LibraryImage truth = SimulatorImage.of(spotify, USER);

        killWhileSyncing(spotify, database, 1 + random.nextInt(calls), random);

        assertEachIsOldOrNew(database, before, truth);
        Cli repair = Cli.sync(spotify, USER, database);
        assertThat(repair.code()).as(repair.toString()).isZero();
        assertThat(truth.differencesTo(database.library(USER))).isEmpty();
      }
    }
  }

  private static int firstSync(SpotifySimulator spotify, TestDatabase database) {
    Cli run = Cli.sync(spotify, USER, database);
    assertThat(run.code()).as(run.toString()).isZero();
    return run.json().path("apiCalls").asInt();
  }

  private static void killWhileSyncing(
      SpotifySimulator spotify, TestDatabase database, int call, Random random)
      throws IOException, InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    Fault moment = Fault.onWebApi().fromCall(call).then(Effect.change(w -> reached.countDown()));
    spotify.faults().add(moment);
    List<String> args = Cli.syncArgs(spotify, USER, database);
    try (CliProcess process = CliProcess.start(Map.of(), args)) {
      boolean ended = process.endsWithin(1);
      while (!ended && !reached.await(20, TimeUnit.MILLISECONDS)) {
        ended = process.endsWithin(1);
      }
      process.endsWithin(random.nextInt(LATEST_MILLIS));
      process.kill();
    }
    spotify.faults().remove(moment);
  }

  private static void assertEachIsOldOrNew(
      TestDatabase database, LibraryImage before, LibraryImage truth) {
    Map<String, PlaylistImage> stored =
        hasTables(database) ? database.library(USER).playlists() : Map.of();
    stored.forEach(
        (id, playlist) ->
            assertThat(playlist)
                .as("playlist %s", id)
                .isIn(before.playlists().get(id), truth.playlists().get(id)));
    long upToDate =
        stored.entrySet().stream()
            .filter(
                playlist -> playlist.getValue().equals(truth.playlists().get(playlist.getKey())))
            .count();
    System.out.printf(
        "%s: killed with %d of %d playlists stored, %d of them up to date%n",
        database, stored.size(), truth.playlists().size(), upToDate);
  }

  private static boolean hasTables(TestDatabase database) {
    String tables = "information_schema.tables where lower(table_name) = 'sync_playlist_content'";
    return database.count(tables) == 1;
  }
}
