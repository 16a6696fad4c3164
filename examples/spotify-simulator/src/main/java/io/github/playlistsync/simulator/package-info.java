/**
 * A stateful stand-in for the Spotify Web API and its token endpoint.
 *
 * <p>How an answer comes about:
 *
 * <ol>
 *   <li>{@link io.github.playlistsync.simulator.SpotifySimulator} listens on 127.0.0.1;
 *   <li>{@link io.github.playlistsync.simulator.Accounts} says whose token it is;
 *   <li>{@link io.github.playlistsync.simulator.RateLimits} may refuse the call;
 *   <li>{@link io.github.playlistsync.simulator.Faults} may edit, replace, bend or break the
 *       answer;
 *   <li>{@link io.github.playlistsync.simulator.World} holds what the answer is computed from;
 *   <li>{@link io.github.playlistsync.simulator.CallLog} keeps a line about the call.
 * </ol>
 *
 * <p>What it plays is taken from the public documentation, captured answers and issue threads; the
 * live API was not called for it.
 */
@NullMarked
package io.github.playlistsync.simulator;

import org.jspecify.annotations.NullMarked;
