package io.github.playlistsync.memory;

import io.github.playlistsync.contract.RequestGateContract;
import io.github.playlistsync.spi.GateSettings;
import io.github.playlistsync.spi.RequestGate;
import io.github.playlistsync.spi.Sleeper;
import java.time.Clock;

class InMemoryRequestGateTest extends RequestGateContract {

  @Override
  protected RequestGate gate(GateSettings settings, Clock clock, Sleeper sleeper) {
    return InMemoryRequestGate.create(settings, clock, sleeper);
  }
}
