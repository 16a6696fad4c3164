/**
 * What can go wrong. Every exception of the library is a {@link
 * io.github.playlistsync.error.SyncException}; a {@link
 * io.github.playlistsync.error.RetryableException} means that the same call may succeed later.
 */
@NullMarked
package io.github.playlistsync.error;

import org.jspecify.annotations.NullMarked;
