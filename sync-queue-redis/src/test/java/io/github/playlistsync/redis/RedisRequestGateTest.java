package io.github.playlistsync.redis;

import io.github.playlistsync.contract.RequestGateContract;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.testing.redis.RedisServers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class RedisRequestGateTest extends RequestGateContract {
  private final List<RedisRequestGate> opened = new ArrayList<>();

  RedisConnections connections() {
    return RedisConnections.over(RedisServers.client());
  }

  @Override
  protected RequestGate gate(GateSettings settings, Clock clock, Sleeper sleeper) {
    RedisRequestGate gate =
        RedisRequestGate.open(
            connections(),
            "t" + Partition.randomText(),
            settings,
            clock,
            sleeper,
            RedisRequestGate.PERMIT_LEASE);
    opened.add(gate);
    return gate;
  }

  @AfterEach
  void closeGates() {
    opened.forEach(RedisRequestGate::close);
  }
}
