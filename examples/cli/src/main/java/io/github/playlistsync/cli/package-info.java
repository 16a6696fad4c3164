/** Playlist Sync on the command line. */
@NullMarked
package io.github.playlistsync.cli;

import org.jspecify.annotations.NullMarked;
