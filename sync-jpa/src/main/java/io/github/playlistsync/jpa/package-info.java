/** The store on Jakarta Persistence. */
@NullMarked
package io.github.playlistsync.jpa;

import org.jspecify.annotations.NullMarked;
