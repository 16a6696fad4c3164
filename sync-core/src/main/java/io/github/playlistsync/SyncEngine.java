package io.github.playlistsync;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.ItemSlice;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.LibraryPlaylist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.RetentionReport;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.AuditPolicy;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spi.spotify.RequestGate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the database copy of Spotify playlists true. A host builds one with {@link #builder()},
 * keeps it while it runs, and closes it at the end. All methods are safe for use by several
 * threads.
 */
public interface SyncEngine extends BackgroundSync, AutoCloseable {

  /** Starts wiring an engine. */
  static SyncEngineBuilder builder() {
    return new SyncEngineBuilder();
  }

  /**
   * Brings one playlist up to date now, in this thread and its helpers. Repeating it is harmless:
   * the second call costs one request to Spotify and writes nothing, unless an {@link AuditPolicy
   * audit} is due.
   *
   * <p>A refusal by Spotify or the database does not throw: the report names it, and what was
   * stored stays.
   *
   * @param user on whose behalf; the playlist need not be in their library
   * @throws IllegalArgumentException if {@code playlist} is the Liked Songs of another user
   * @throws SyncInterruptedException if the thread was interrupted or the engine closed meanwhile;
   *     nothing is half written
   * @throws IllegalStateException if the engine is closed, or the thread is in a transaction that
   *     the store joins: call this before or after it, or enqueue the sync
   */
  SyncReport syncPlaylist(UserId user, PlaylistId playlist);

  /**
   * Brings the user's whole library up to date now: reads the list, syncs what changed, and marks
   * what left the list as gone. Each playlist is written in its own transaction as soon as it is
   * read. A failure does not stop the others.
   *
   * <p>A refusal by Spotify or the database does not throw: the report names it, and what was
   * stored stays.
   *
   * @throws SyncInterruptedException if the thread was interrupted or the engine closed meanwhile;
   *     nothing is half written
   * @throws IllegalStateException if the engine is closed, or the thread is in a transaction that
   *     the store joins: call this before or after it, or enqueue the sync
   */
  SyncReport syncUser(UserId user);

  /**
   * Does a dry run of {@link #syncUser}: reads what changed, writes nothing and calls no listener.
   *
   * @return the report that the run would give, with the rows that it would write
   * @throws SyncInterruptedException if the thread was interrupted or the engine closed meanwhile
   * @throws IllegalStateException if the engine is closed, or the thread is in a transaction that
   *     the store joins: call this before or after it, or enqueue the sync
   */
  SyncReport preview(UserId user);

  /**
   * Returns the user's library as stored.
   *
   * @return the listed playlists in the order of the list, then those that are gone or were synced
   *     by id; empty for an unknown user
   */
  List<LibraryEntry> library(UserId user);

  /**
   * Returns a page of the user's library, in the order of {@link #library(UserId)}, each playlist
   * with its name and counts. Costs the same in a library of any size.
   *
   * @param after the last playlist of the previous page; null for the first page
   * @param limit the most playlists to return, 1 to 1,000
   * @return empty after the last page
   * @throws IllegalArgumentException if {@code after} is not in the library, or {@code limit} is
   *     out of range
   */
  List<LibraryPlaylist> library(UserId user, @Nullable PlaylistId after, int limit);

  /** Returns a playlist's entry in the user's library; empty if there is none. */
  Optional<LibraryEntry> entry(UserId user, PlaylistId playlist);

  /**
   * Returns whether the user may read a playlist's items now, as far as the last sync saw. Ask
   * before you show a user what {@link #history}, {@link #playlist} or {@link #playlistsWith}
   * return: those look at no user.
   *
   * @return false for a playlist that left the user's list, or is not in their library
   */
  boolean mayRead(UserId user, PlaylistId playlist);

  /** Returns a stored playlist without its items; empty if it is not stored. */
  Optional<StoredPlaylist> playlist(PlaylistId playlist);

  /**
   * Returns the stored items of a playlist, in order, as the user may read them. Once a playlist
   * left the user's list, these are the items of that time, whatever changed since, until it is
   * back.
   *
   * @return empty unless the user's access is {@link io.github.playlistsync.model.Access#FULL}, and
   *     if the items of the time when the playlist left the list are no longer kept
   */
  List<PlaylistItem> items(UserId user, PlaylistId playlist);

  /**
   * Returns a slice of what {@link #items(UserId, PlaylistId)} returns, with the number of all.
   *
   * @param offset the position of the first item, from 0
   * @param limit the most items to return, 1 to 1,000
   * @return no items after the last one
   * @throws IllegalArgumentException if {@code offset} or {@code limit} is out of range
   */
  ItemSlice items(UserId user, PlaylistId playlist, int offset, int limit);

  /**
   * Returns the playlists that hold a track now, page by page, whoever may read them.
   *
   * @param after the last playlist of the previous page; null for the first page
   * @param limit the most playlists to return, 1 to 1,000
   * @return empty after the last page
   * @throws IllegalArgumentException if {@code limit} is out of range
   */
  List<PlaylistId> playlistsWith(TrackUri track, @Nullable PlaylistId after, int limit);

  /**
   * Returns what changed in the playlists that the user may read now; one that left the user's list
   * is left out, with all of its revisions, until it is back. A host that missed an event, or was
   * not running, catches up here: each committed revision comes at least once. Handle a page, store
   * its position, and ask again with it. {@link PlaylistHistory#difference} shows what a revision
   * changed. The first call that meets new revisions numbers them in the database, so the caller's
   * transaction, if there is one, must not be read-only.
   *
   * @param after the position of the previous page; null to read from the beginning
   * @param limit the most revisions to return, 1 to 1,000
   * @throws IllegalArgumentException if {@code after} is not a position, or {@code limit} is out of
   *     range
   */
  ChangePage changes(UserId user, @Nullable String after, int limit);

  /** Returns what playlists held before. */
  PlaylistHistory history();

  /**
   * Makes the next sync of a playlist read it whole from Spotify, although Spotify's snapshot has
   * not moved; whoever it is for, a call or a job. So {@link PlaylistHistory#restore} is undone.
   * The stored items stay until then.
   *
   * @return whether the items of the playlist are stored
   * @throws io.github.playlistsync.error.StaleVersionException if others keep writing the playlist
   *     meanwhile; nothing is changed
   */
  boolean invalidate(PlaylistId playlist);

  /**
   * Returns the state of the gate that all calls to Spotify go through: of all processes, if they
   * share one.
   *
   * @throws io.github.playlistsync.error.QueueUnavailableException if a shared gate cannot be
   *     reached
   */
  RequestGate.Status gate();

  /**
   * Deletes playlists that left every library they were in, with their items and their history.
   * Nothing else deletes a playlist: one that left a list keeps its content until then.
   *
   * @param age deletes only playlists that have been gone from each library for longer than this;
   *     above 0
   * @param maxPlaylists the most playlists to delete, 1 to 1,000; the next call deletes the rest
   * @return the deleted playlists, each deleted in its own transaction; a failure after the first
   *     one ends the call with those deleted before
   * @throws IllegalArgumentException if {@code age} or {@code maxPlaylists} is out of range
   */
  List<PlaylistId> purgeGone(Duration age, int maxPlaylists);

  /**
   * Applies the {@linkplain SyncEngineBuilder#retention retention policy} now, in small
   * transactions, until nothing is left to delete. Workers do the same once an interval. Calling it
   * in several processes at once is harmless.
   *
   * @throws SyncInterruptedException if the thread is interrupted; what was deleted stays so
   */
  RetentionReport applyRetention();

  /**
   * Stops all work. Workers take no more jobs. Running jobs may finish within {@link
   * WorkerSettings#closeGrace()}; then they go back to the queue. Other runs stop at their next
   * step. Returns when all of that is over, and after {@link WorkerSettings#closeLimit()} at the
   * latest; threads that still run then are named in the log. Leaves the host's own objects open.
   * Closing twice is harmless.
   */
  @Override
  void close();
}
