/** The Spotify Web API as a catalog. */
@NullMarked
package io.github.playlistsync.spotify;

import org.jspecify.annotations.NullMarked;
