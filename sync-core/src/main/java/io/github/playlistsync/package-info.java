/**
 * Keeps a database copy of Spotify playlists true. A host wires a {@link
 * io.github.playlistsync.SyncEngine} to its ports and asks it to sync.
 *
 * <p>The flow of a run, which a call, a job, a schedule and the command line share:
 *
 * <ol>
 *   <li><b>plan</b>: {@link io.github.playlistsync.spi.spotify.SpotifyCatalog#library} gives the
 *       user's list, page by page; {@link io.github.playlistsync.spi.store.ContentStore#find} and
 *       {@link io.github.playlistsync.spi.store.LibraryStore#library} what is stored. {@link
 *       io.github.playlistsync.settings.LibraryRules} choose, {@link
 *       io.github.playlistsync.model.SnapshotId#matches} tells what did not change, and {@link
 *       io.github.playlistsync.settings.AuditPolicy} what is read all the same;
 *   <li><b>read</b>: {@link io.github.playlistsync.spi.spotify.SpotifyCatalog#playlist} gives the
 *       first items, {@link io.github.playlistsync.spi.spotify.SpotifyCatalog#items} the others
 *       side by side; {@link io.github.playlistsync.spi.store.CheckpointStore} keeps the pages of a
 *       large read;
 *   <li><b>check</b>: {@link io.github.playlistsync.spi.spotify.SpotifyCatalog#probe} must give the
 *       snapshot that the read began with, and {@link io.github.playlistsync.settings.RemovalGuard}
 *       must not hold the result;
 *   <li><b>diff</b>: the fewest {@link io.github.playlistsync.spi.store.ItemRow}s to insert and to
 *       close;
 *   <li><b>write</b>: {@link io.github.playlistsync.spi.store.ContentStore#apply} commits one
 *       {@link io.github.playlistsync.spi.store.PlaylistChange}, guarded by the version that the
 *       plan saw;
 *   <li><b>report</b>: a {@link io.github.playlistsync.report.SyncReport} says what changed and
 *       what it cost;
 *   <li><b>publish</b>: {@link io.github.playlistsync.report.SyncListener} hears of it after the
 *       commit, and a {@link io.github.playlistsync.model.Revision} stays.
 * </ol>
 *
 * <p>In the background ({@link io.github.playlistsync.BackgroundSync}) the same flow runs by jobs
 * of a {@link io.github.playlistsync.spi.queue.JobQueue}. What playlists held before, {@link
 * io.github.playlistsync.PlaylistHistory} tells.
 */
@NullMarked
package io.github.playlistsync;

import org.jspecify.annotations.NullMarked;
