/**
 * The ports to Spotify: {@link io.github.playlistsync.spi.spotify.SpotifyCatalog} reads, {@link
 * io.github.playlistsync.spi.spotify.AccessTokens} provides the users' tokens, and {@link
 * io.github.playlistsync.spi.spotify.RequestGate} paces the calls of all threads and processes.
 */
@NullMarked
package io.github.playlistsync.spi.spotify;

import org.jspecify.annotations.NullMarked;
