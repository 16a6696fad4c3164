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
        PurgeStore {}
