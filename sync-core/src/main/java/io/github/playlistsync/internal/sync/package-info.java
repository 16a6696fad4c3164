/**
 * A run: plan, read, check, diff, write, report. The way in is {@link
 * io.github.playlistsync.internal.sync.SyncRun}. Not for hosts; may change in any release.
 */
@NullMarked
package io.github.playlistsync.internal.sync;

import org.jspecify.annotations.NullMarked;
