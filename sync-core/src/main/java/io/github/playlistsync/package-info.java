/** Synchronises Spotify playlists into a database. */
@NullMarked
package io.github.playlistsync;

import org.jspecify.annotations.NullMarked;
