package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.settings.SyncSettings;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an outage costs where several playlists are read at once. */
class OutageCallsTest extends EngineFixture {
  private static final int AT_ONCE = SyncSettings.defaults().playlistsAtOnce();

  @Test
  void playlistsThatAreReadWhileAnOutageIsFoundNeedNoProofOfTheirOwn() {
    for (int i = 10; i < 50; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    AtomicInteger reads = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(AT_ONCE);
    spotify.beforeCall =
        call -> {
          if (call.startsWith("playlist")) {
            if (reads.incrementAndGet() <= AT_ONCE) {
              await(together);
            }
            throw new SpotifyUnavailableException("503 for " + call);
          }
        };

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.FAILED);

    List<String> early = spotify.calls().stream().filter(c -> c.matches(".*p[12]\\d.*")).toList();
    List<String> late = spotify.calls().stream().filter(c -> c.matches(".*p[34]\\d.*")).toList();
    assertThat(Math.min(early.size(), late.size()))
        .as("playlists asked from the other end of the list: %s", spotify.calls())
        .isEqualTo(1);
  }

  private static void await(CyclicBarrier together) {
    try {
      together.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
