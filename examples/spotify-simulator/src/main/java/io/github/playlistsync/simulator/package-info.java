/**
 * A stateful stand-in for the Spotify Web API and its token endpoint.
 *
 * <p>How it makes an answer:
 *
 * <ol>
 *   <li>{@link io.github.playlistsync.simulator.SpotifySimulator} listens on 127.0.0.1;
 *   <li>{@link io.github.playlistsync.simulator.Accounts} knows the user of the token;
 *   <li>{@link io.github.playlistsync.simulator.RateLimits} may refuse the call;
 *   <li>{@link io.github.playlistsync.simulator.Faults} may edit the world, or replace, distort or
 *       break the answer;
 *   <li>{@link io.github.playlistsync.simulator.World} holds the truth that answers come from;
 *   <li>{@link io.github.playlistsync.simulator.CallLog} records the call.
 * </ol>
 *
 * <p>Its behavior follows the public documentation, captured answers and issue threads. Nobody
 * called the live API for it.
 */
@NullMarked
package io.github.playlistsync.simulator;

import org.jspecify.annotations.NullMarked;
