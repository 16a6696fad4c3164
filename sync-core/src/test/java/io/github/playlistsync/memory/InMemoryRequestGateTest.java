package io.github.playlistsync.memory;

import io.github.playlistsync.contract.RequestGateContract;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.spotify.Sleeper;
import java.time.Clock;

class InMemoryRequestGateTest extends RequestGateContract {

  @Override
  protected RequestGate gate(GateSettings settings, Clock clock, Sleeper sleeper) {
    return InMemoryRequestGate.create(settings, clock, sleeper);
  }
}
