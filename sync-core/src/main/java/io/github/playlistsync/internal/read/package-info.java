/**
 * Reads lists and contents from Spotify as a whole or not at all. Not for hosts; may change in any
 * release.
 */
@NullMarked
package io.github.playlistsync.internal.read;

import org.jspecify.annotations.NullMarked;
