/** The ports towards Spotify: the catalog, access tokens and the gate that paces calls. */
@NullMarked
package io.github.playlistsync.spi.spotify;

import org.jspecify.annotations.NullMarked;
