/**
 * Keeps a database copy of Spotify playlists true. A host wires a {@link
 * io.github.playlistsync.SyncEngine} with {@link io.github.playlistsync.SyncEngineBuilder} and asks
 * it to sync.
 *
 * <p>Calls, jobs, schedules and the command line share one flow:
 *
 * <ol>
 *   <li><b>plan</b>: reads the user's list, {@linkplain
 *       io.github.playlistsync.spi.spotify.SpotifyCatalog#library page by page}, and compares it
 *       with what is stored ({@link io.github.playlistsync.spi.store.ContentStore#find}, {@link
 *       io.github.playlistsync.spi.store.LibraryStore#library}). {@link
 *       io.github.playlistsync.settings.LibraryRules} choose the playlists. A {@linkplain
 *       io.github.playlistsync.model.SnapshotId#matches matching snapshot} spares a read, unless
 *       the {@link io.github.playlistsync.settings.AuditPolicy} asks for one;
 *   <li><b>read</b>: {@link io.github.playlistsync.spi.spotify.SpotifyCatalog#playlist} returns the
 *       first items, {@link io.github.playlistsync.spi.spotify.SpotifyCatalog#items} the other
 *       pages, several at once. {@link io.github.playlistsync.spi.store.CheckpointStore} keeps the
 *       pages of a large read;
 *   <li><b>check</b>: {@link io.github.playlistsync.spi.spotify.SpotifyCatalog#probe} must return
 *       the snapshot with which the read began, and the {@link
 *       io.github.playlistsync.settings.RemovalGuard} must let the result pass;
 *   <li><b>diff</b>: computes the fewest {@link io.github.playlistsync.spi.store.ItemRow}s to
 *       insert and to close;
 *   <li><b>write</b>: {@link io.github.playlistsync.spi.store.ContentStore#apply} commits one
 *       {@link io.github.playlistsync.spi.store.PlaylistChange}, unless somebody else wrote the
 *       playlist after the plan;
 *   <li><b>report</b>: a {@link io.github.playlistsync.report.SyncReport} says what changed and
 *       what it cost;
 *   <li><b>publish</b>: a {@link io.github.playlistsync.report.SyncListener} hears of it after the
 *       commit. A {@link io.github.playlistsync.model.Revision} stays for {@link
 *       io.github.playlistsync.PlaylistHistory} and {@link
 *       io.github.playlistsync.SyncEngine#changes}.
 * </ol>
 *
 * <p>In the background ({@link io.github.playlistsync.BackgroundSync}), workers run the same flow
 * for the jobs of a {@link io.github.playlistsync.spi.queue.JobQueue}.
 *
 * <p>Where to look next:
 *
 * <ul>
 *   <li>{@link io.github.playlistsync.settings}: what a host chooses;
 *   <li>{@link io.github.playlistsync.report}: what it hears;
 *   <li>{@link io.github.playlistsync.spi.store}, {@link io.github.playlistsync.spi.queue} and
 *       {@link io.github.playlistsync.spi.spotify}: what an adapter implements;
 *   <li>{@link io.github.playlistsync.spotify} and {@link io.github.playlistsync.memory}: the
 *       Spotify client and the ports in memory.
 * </ul>
 */
@NullMarked
package io.github.playlistsync;

import org.jspecify.annotations.NullMarked;
