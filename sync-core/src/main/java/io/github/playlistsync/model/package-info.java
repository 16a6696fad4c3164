/** The values that the engine and its ports speak in. */
@NullMarked
package io.github.playlistsync.model;

import org.jspecify.annotations.NullMarked;
