package io.github.playlistsync.spi.store;

/**
 * The database copy. The engine computes what changes; an adapter loads rows and applies changes.
 *
 * <p>All methods are safe for use by several threads. The engine calls none while it calls Spotify
 * or waits, so an adapter may take a connection per call and return it at the end. A passing
 * failure throws {@link io.github.playlistsync.error.StoreUnavailableException}, a lasting one
 * {@link io.github.playlistsync.error.StoreException}.
 */
public interface PlaylistStore
    extends ContentStore,
        LibraryStore,
        HistoryStore,
        FeedStore,
        CheckpointStore,
        UserStore,
        PurgeStore {

  /**
   * Returns whether the calling thread is in a transaction of the host's that this store would
   * join. The engine refuses to sync in it, because it would stay open while the engine waits for
   * Spotify, and the engine's other threads would wait for the rows that it locks.
   *
   * @return false if each call runs a transaction of its own
   */
  boolean isInTransaction();
}
