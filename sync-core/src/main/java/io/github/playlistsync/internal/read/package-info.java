/**
 * Reads lists and contents from Spotify, and knows when a read is complete. Not for hosts; may
 * change in any release.
 */
@NullMarked
package io.github.playlistsync.internal.read;

import org.jspecify.annotations.NullMarked;
