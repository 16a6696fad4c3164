/**
 * Keeps a database copy of Spotify playlists true. A host wires a {@link
 * io.github.playlistsync.SyncEngine} to its ports and asks it to sync.
 *
 * <p>The flow of a run, which a call, a job, a schedule and the command line share:
 *
 * <ol>
 *   <li><b>plan</b>: {@link io.github.playlistsync.spi.SpotifyCatalog#library} gives the user's
 *       list, page by page; {@link io.github.playlistsync.spi.ContentStore#find} and {@link
 *       io.github.playlistsync.spi.LibraryStore#library} what is stored. {@link
 *       io.github.playlistsync.LibraryRules} choose, {@link
 *       io.github.playlistsync.model.SnapshotId#matches} tells what did not change, and {@link
 *       io.github.playlistsync.AuditPolicy} what is read all the same;
 *   <li><b>read</b>: {@link io.github.playlistsync.spi.SpotifyCatalog#playlist} gives the first
 *       items, {@link io.github.playlistsync.spi.SpotifyCatalog#items} the others side by side;
 *       {@link io.github.playlistsync.spi.CheckpointStore} keeps the pages of a large read;
 *   <li><b>check</b>: {@link io.github.playlistsync.spi.SpotifyCatalog#probe} must give the
 *       snapshot that the read began with, and {@link io.github.playlistsync.RemovalGuard} must not
 *       hold the result;
 *   <li><b>diff</b>: the fewest {@link io.github.playlistsync.spi.ItemRow}s to insert and to close;
 *   <li><b>write</b>: {@link io.github.playlistsync.spi.ContentStore#apply} commits one {@link
 *       io.github.playlistsync.spi.PlaylistChange}, guarded by the version that the plan saw;
 *   <li><b>report</b>: a {@link io.github.playlistsync.SyncReport} says what changed and what it
 *       cost;
 *   <li><b>publish</b>: {@link io.github.playlistsync.SyncListener} hears of it after the commit,
 *       and a {@link io.github.playlistsync.model.Revision} stays.
 * </ol>
 *
 * <p>In the background ({@link io.github.playlistsync.BackgroundSync}) the same flow runs by jobs
 * of a {@link io.github.playlistsync.spi.JobQueue}. What playlists held before, {@link
 * io.github.playlistsync.PlaylistHistory} tells.
 */
@NullMarked
package io.github.playlistsync;

import org.jspecify.annotations.NullMarked;
