package io.github.playlistsync;

import io.github.playlistsync.spi.PlaylistStore;
import io.github.playlistsync.spi.Sleeper;
import io.github.playlistsync.spi.SpotifyCatalog;
import java.time.Clock;

/** What the host wired together, for the steps of a run. */
record EngineParts(
    SpotifyCatalog catalog,
    PlaylistStore store,
    SyncListener listener,
    SyncSettings settings,
    Fanout fanout,
    Clock clock,
    Sleeper sleeper) {}
