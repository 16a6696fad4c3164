package io.github.playlistsync.redis;

import io.github.playlistsync.contract.RequestGateContract;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.spotify.Sleeper;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class RedisRequestGateTest extends RequestGateContract {
  private final List<RedisRequestGate> opened = new ArrayList<>();

  @Override
  protected RequestGate gate(GateSettings settings, Clock clock, Sleeper sleeper) {
    RedisRequestGate gate =
        RedisRequestGate.open(
            RedisConnections.over(RedisServers.client()),
            "t" + Partition.randomText(),
            settings,
            clock,
            sleeper,
            RedisRequestGate.PLACE_LEASE);
    opened.add(gate);
    return gate;
  }

  @AfterEach
  void closeGates() {
    opened.forEach(RedisRequestGate::close);
  }
}
