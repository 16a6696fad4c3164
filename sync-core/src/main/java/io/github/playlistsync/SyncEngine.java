package io.github.playlistsync;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import java.util.List;
import java.util.Optional;

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
   * second time costs one call and writes nothing.
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

  /** What playlists held before. */
  PlaylistHistory history();

  /**
   * Ends what runs. Workers take no more jobs; those that run may finish for {@link
   * WorkerSettings#closeGrace()} and are then handed back to the queue. Other runs stop at their
   * next step. This waits for all that, for 30 seconds beyond the grace at the most. What the host
   * gave stays open. Closing twice is harmless.
   */
  @Override
  void close();
}
