package io.github.playlistsync.simulator;

import java.util.function.Function;

/**
 * What a fault may look at and change.
 *
 * @param request the call
 * @param world the state
 * @param ask answers another call of the same caller, without faults
 */
record Situation(Request request, World world, Function<Request, Answer> ask) {}
