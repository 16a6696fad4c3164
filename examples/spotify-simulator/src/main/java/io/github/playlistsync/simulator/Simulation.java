package io.github.playlistsync.simulator;

import java.util.function.Consumer;

/**
 * What a caller may inspect and change while the simulator runs.
 *
 * @param library fills the world at the start and after a reset
 */
record Simulation(
    World world,
    Accounts accounts,
    RateLimits limits,
    Faults faults,
    CallLog log,
    Consumer<World> library) {

  /** Restores the state at the start. Tokens stay valid. */
  void reset() {
    faults.clear();
    limits.clear();
    world.clear();
    library.accept(world);
    log.clear();
  }
}
