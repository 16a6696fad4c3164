/**
 * What a host chooses: {@link io.github.playlistsync.settings.SyncSettings} for runs, {@link
 * io.github.playlistsync.settings.WorkerSettings} for workers, {@link
 * io.github.playlistsync.settings.LibraryRules} for which playlists, and the policies for removals,
 * audits and history. Immutable values that check themselves; start from {@code defaults()} and
 * change what differs with {@code with…}.
 */
@NullMarked
package io.github.playlistsync.settings;

import org.jspecify.annotations.NullMarked;
