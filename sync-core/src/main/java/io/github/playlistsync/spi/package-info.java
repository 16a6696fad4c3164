/** The ports that the engine asks for and adapters fill. */
@NullMarked
package io.github.playlistsync.spi;

import org.jspecify.annotations.NullMarked;
