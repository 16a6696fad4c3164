package io.github.playlistsync.internal.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.internal.sync.Outage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageWatchTest {
  private final ManualTime time = new ManualTime();
  private final OutageWatch watch = new OutageWatch(time);

  @Test
  void aClockThatIsSetBackMakesNobodyWaitLongerThanThePause() {
    time.advance(Duration.ofDays(400));
    watch.storeIsAway();
    time.advance(Duration.ofDays(-400));

    assertThat(watch.left()).isEqualTo(Outage.PAUSE);
    time.advance(Outage.PAUSE);
    assertThat(watch.left()).isZero();
    assertThat(watch.enter()).isEmpty();
    assertThat(watch.enter()).contains(time.instant().plus(Outage.PAUSE));
  }
}
