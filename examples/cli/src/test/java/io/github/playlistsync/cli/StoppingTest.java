package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.simulator.Effect;
import io.github.playlistsync.simulator.Endpoint;
import io.github.playlistsync.simulator.Failures;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.SpotifySimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signal ends a sync between two transactions. */
class StoppingTest {
  @TempDir private Path folder;

  @Test
  void sigtermEndsASyncCleanlyWhileSpotifyIsSilent() throws Exception {
    TestDatabase database = TestDatabase.inFile(folder);
    CountDownLatch reading = new CountDownLatch(1);
    try (SpotifySimulator spotify = SpotifySimulator.builder().library(new TestLibrary()).start()) {
      Fault silence =
          Fault.on(Endpoint.PLAYLIST)
              .fromCall(5)
              .then(
                  Effect.change(world -> reading.countDown()),
                  Failures.hang(Duration.ofMinutes(1)));
      spotify.faults().add(silence);
      Cli stopped;
      try (CliProcess process =
          CliProcess.start(Map.of(), Cli.syncArgs(spotify, TestLibrary.USER, database))) {
        assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
        process.terminate();
        stopped = process.await();
      }
      spotify.faults().clear();
      Cli next = Cli.sync(spotify, TestLibrary.USER, database);

      assertThat(stopped.code()).isEqualTo(143);
      assertThat(stopped.out()).isEmpty();
      assertThat(stopped.err().lines())
          .singleElement()
          .asString()
          .contains("stopped; what was committed stays");
      assertThat(next.code()).isZero();
      assertThat(
              SimulatorImage.of(spotify, TestLibrary.USER)
                  .differencesTo(database.library(TestLibrary.USER)))
          .isEmpty();
    }
  }
}
