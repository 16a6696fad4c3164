package io.github.playlistsync.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SleeperTest {
  private final ManualTime clock = new ManualTime();

  @Test
  void aClockThatIsSetBackDoesNotProlongAWait() {
    List<Duration> slept = new ArrayList<>();
    Sleeper sleeper =
        duration -> {
          slept.add(duration);
          clock.advance(Duration.ofHours(-1));
        };

    sleeper.waitUntil(
        mock(CallContext.class), clock, clock.instant().plusMillis(500), "Spotify's rate limit");

    assertThat(slept)
        .containsExactly(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(100));
  }
}
