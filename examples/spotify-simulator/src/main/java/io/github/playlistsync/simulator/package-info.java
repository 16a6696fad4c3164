/** A stand-in for the Spotify Web API. */
@NullMarked
package io.github.playlistsync.simulator;

import org.jspecify.annotations.NullMarked;
