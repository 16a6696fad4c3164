package io.github.playlistsync;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.AuditPolicy;
import io.github.playlistsync.settings.WorkerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the database copy of Spotify playlists true. The host makes one with {@link #builder()},
 * keeps it as long as it runs and closes it at the end. Every method may be called from any thread.
 */
public interface SyncEngine extends BackgroundSync, AutoCloseable {

  /** Begins to wire an engine. */
  static SyncEngineBuilder builder() {
    return new SyncEngineBuilder();
  }

  /**
   * Brings one playlist up to date now, in this thread and helpers. Doing it twice is harmless: the
   * second time costs one call and writes nothing, unless an {@link AuditPolicy audit} is due.
   *
   * <p>What Spotify or the database refuses does not throw: the report names it, and what was
   * stored stays.
   *
   * @param user on whose behalf; the playlist need not be in their library
   * @throws SyncInterruptedException if the thread was interrupted or the engine closed meanwhile;
   *     what is written by then is whole
   * @throws IllegalStateException if the engine is closed
   */
  SyncReport syncPlaylist(UserId user, PlaylistId playlist);

  /**
   * Brings the user's whole library up to date now: reads the list, syncs what changed, and marks
   * what left the list as gone. Each playlist is written in a transaction of its own, as soon as it
   * is read; one that fails keeps nothing from the others.
   *
   * <p>What Spotify or the database refuses does not throw: the report names it, and what was
   * stored stays.
   *
   * @throws SyncInterruptedException if the thread was interrupted or the engine closed meanwhile;
   *     what is written by then is whole
   * @throws IllegalStateException if the engine is closed
   */
  SyncReport syncUser(UserId user);

  /**
   * What {@link #syncUser} would do now: reads what changed, and writes nothing and tells no
   * listener.
   *
   * @return the report that the run would give; its rows are those that it would write
   * @throws SyncInterruptedException if the thread was interrupted or the engine closed meanwhile
   * @throws IllegalStateException if the engine is closed
   */
  SyncReport preview(UserId user);

  /**
   * The user's library as it is stored.
   *
   * @return listed ones in the order of the list, then those that are gone or were synced by id;
   *     empty for a user who is not known
   */
  List<LibraryEntry> library(UserId user);

  /** A stored playlist without its items; empty if it is not stored. */
  Optional<StoredPlaylist> playlist(PlaylistId playlist);

  /**
   * The stored items of a playlist, in order, as the user may read them.
   *
   * @return empty unless the user's access is {@link io.github.playlistsync.model.Access#FULL}
   */
  List<PlaylistItem> items(UserId user, PlaylistId playlist);

  /**
   * A part of the stored items of a playlist, in order, as the user may read them.
   *
   * @param offset the position of the first item, from 0
   * @param limit how many at the most, 1 to 1,000
   * @return empty after the last item, and unless the user's access is {@link
   *     io.github.playlistsync.model.Access#FULL}
   * @throws IllegalArgumentException if {@code offset} or {@code limit} is out of range
   */
  List<PlaylistItem> items(UserId user, PlaylistId playlist, int offset, int limit);

  /**
   * The playlists that hold a track now, whoever may read them, by pages.
   *
   * @param after the last playlist of the page before; null for the first page
   * @param limit how many at the most, 1 to 1,000
   * @return empty after the last page
   * @throws IllegalArgumentException if {@code limit} is out of range
   */
  List<PlaylistId> playlistsWith(TrackUri track, @Nullable PlaylistId after, int limit);

  /**
   * What changed in the playlists that the user may read, so that a host which missed an event, or
   * was not running, catches up: each committed revision comes at least once. Handle a page, then
   * keep its position and ask again with it. What a revision changed, {@link
   * PlaylistHistory#difference} tells.
   *
   * @param after the position of the page before; null to read from the beginning
   * @param limit how many revisions at the most, 1 to 1,000
   * @throws IllegalArgumentException if {@code after} is no position, or {@code limit} is out of
   *     range
   */
  ChangePage changes(UserId user, @Nullable String after, int limit);

  /** What playlists held before. */
  PlaylistHistory history();

  /**
   * Deletes playlists that left every library they were in, with their items and their history.
   * Nothing else ever deletes one; a playlist that left a list keeps its content until then.
   *
   * @param age only those that have been gone from each library for longer than this, above 0
   * @param maxPlaylists how many are deleted at the most, 1 to 1,000; what is left over is deleted
   *     by the next call
   * @return those that were deleted, each in a transaction of its own
   * @throws IllegalArgumentException if {@code age} or {@code maxPlaylists} is out of range
   */
  List<PlaylistId> purgeGone(Duration age, int maxPlaylists);

  /**
   * Ends what runs. Workers take no more jobs; those that run may finish for {@link
   * WorkerSettings#closeGrace()} and are then handed back to the queue. Other runs stop at their
   * next step. This waits for all that, for 30 seconds beyond the grace at the most. What the host
   * gave stays open. Closing twice is harmless.
   */
  @Override
  void close();
}
