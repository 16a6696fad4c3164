package io.github.playlistsync.spi.store;

/**
 * The database copy. The engine computes what changes; an adapter loads rows and applies changes.
 *
 * <p>Every method may be called from several threads. None is called while Spotify is called or
 * anything is waited for, so an adapter may take a connection a call and give it back at its end.
 * What can fail for a time throws {@link io.github.playlistsync.error.StoreUnavailableException},
 * what stays wrong {@link io.github.playlistsync.error.StoreException}.
 */
public interface PlaylistStore
    extends ContentStore,
        LibraryStore,
        HistoryStore,
        FeedStore,
        CheckpointStore,
        UserStore,
        PurgeStore {}
