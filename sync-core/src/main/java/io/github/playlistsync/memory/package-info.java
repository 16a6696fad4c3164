/** The ports in memory. */
@NullMarked
package io.github.playlistsync.memory;

import org.jspecify.annotations.NullMarked;
