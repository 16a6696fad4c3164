/**
 * Spotify over HTTP: {@link io.github.playlistsync.spotify.SpotifyWebApi} reads the catalog, {@link
 * io.github.playlistsync.spotify.SpotifyAuthorization} lets a user authorize the application, and
 * {@link io.github.playlistsync.spotify.RefreshingAccessTokens} keeps that access alive. No other
 * package of the library names JSON or HTTP.
 */
@NullMarked
package io.github.playlistsync.spotify;

import org.jspecify.annotations.NullMarked;
