package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.contract.RecordedCall;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spi.spotify.RequestGate.Permit;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.testing.redis.RedisServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The permits of processes that share a gate, one of which may be gone. */
class RedisPermitLeasesTest {
  private static final Duration LEASE = Duration.ofMillis(600);

  private final String prefix = "t" + Partition.randomText();
  private final List<RedisRequestGate> opened = new ArrayList<>();

  @AfterEach
  void closeGates() {
    opened.forEach(RedisRequestGate::close);
  }

  @Test
  void aLongCallKeepsItsPermit() {
    RedisRequestGate one = gate();
    RedisRequestGate two = gate();

    try (Permit permit = one.enter(RecordedCall.patient(Duration.ZERO))) {
      assertThatThrownBy(() -> two.enter(RecordedCall.patient(LEASE.multipliedBy(2))))
          .isInstanceOf(RateLimitedException.class);
      assertThat(permit).isNotNull();
      assertThat(two.status().inFlight()).isEqualTo(1);
    }

    // With patience, since the gates' connections do not order the return and the next call.
    two.enter(RecordedCall.patient(Duration.ofSeconds(30))).close();
  }

  @Test
  void thePermitOfAProcessThatIsGoneIsSoonFree() {
    RedisRequestGate gone = gate();
    RedisRequestGate left = gate();
    Permit lost = gone.enter(RecordedCall.patient(Duration.ZERO));

    gone.close();
    Permit next = left.enter(RecordedCall.patient(Duration.ofSeconds(30)));

    assertThat(left.status().inFlight()).isEqualTo(1);
    assertThat(lost).isNotNull();
    next.close();
  }

  private RedisRequestGate gate() {
    RedisRequestGate gate =
        RedisRequestGate.open(
            RedisConnections.over(RedisServers.client()),
            prefix,
            GateSettings.defaults().withMaxInFlight(1),
            null,
            Sleeper.system(),
            LEASE);
    opened.add(gate);
    return gate;
  }
}
