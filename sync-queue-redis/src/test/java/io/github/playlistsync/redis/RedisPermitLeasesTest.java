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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
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

  @Test
  void callsThatWaitedForAPermitKeepTheGapAndTheirOrder() throws Exception {
    Duration gap = Duration.ofMillis(200);
    GateSettings settings = GateSettings.defaults().withMaxInFlight(4).withGaps(gap, gap);
    RedisRequestGate busy = gate(settings);
    RedisRequestGate waiting = gate(settings);
    List<Permit> held = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      held.add(busy.enter(RecordedCall.patient(Duration.ofMinutes(1))));
    }
    List<Integer> order = new CopyOnWriteArrayList<>();
    List<Long> starts = new CopyOnWriteArrayList<>();
    List<Thread> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int number = i;
      Thread call =
          new Thread(
              () -> {
                Permit permit = waiting.enter(RecordedCall.patient(Duration.ofMinutes(1)));
                starts.add(System.nanoTime());
                order.add(number);
                permit.close();
              });
      call.start();
      // It has asked for its moment, and sleeps.
      RedisFaultTest.awaitThat(() -> call.getState() == Thread.State.TIMED_WAITING);
      calls.add(call);
    }
    // Their moments pass meanwhile.
    Thread.sleep(gap.multipliedBy(5).toMillis());

    held.forEach(Permit::close);
    for (Thread call : calls) {
      call.join(TimeUnit.SECONDS.toMillis(30));
    }

    assertThat(order).containsExactly(0, 1, 2, 3);
    for (int i = 1; i < starts.size(); i++) {
      assertThat(Duration.ofNanos(starts.get(i) - starts.get(i - 1)))
          .isGreaterThan(gap.dividedBy(2));
    }
  }

  private RedisRequestGate gate() {
    return gate(GateSettings.defaults().withMaxInFlight(1));
  }

  private RedisRequestGate gate(GateSettings settings) {
    RedisRequestGate gate =
        RedisRequestGate.open(
            RedisConnections.over(RedisServers.client()),
            prefix,
            settings,
            null,
            Sleeper.system(),
            LEASE);
    opened.add(gate);
    return gate;
  }
}
