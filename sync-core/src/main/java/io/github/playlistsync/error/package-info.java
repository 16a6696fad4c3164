/**
 * What can go wrong. Every exception of the library is a {@link
 * io.github.playlistsync.error.SyncException}; those after which the same call may succeed are
 * {@link io.github.playlistsync.error.RetryableException}s.
 */
@NullMarked
package io.github.playlistsync.error;

import org.jspecify.annotations.NullMarked;
