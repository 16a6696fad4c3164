/** What can go wrong, one type a way to react. */
@NullMarked
package io.github.playlistsync.error;

import org.jspecify.annotations.NullMarked;
