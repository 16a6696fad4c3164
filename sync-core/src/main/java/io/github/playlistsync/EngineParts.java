package io.github.playlistsync;

import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.PlaylistStore;
import io.github.playlistsync.spi.Sleeper;
import io.github.playlistsync.spi.SpotifyCatalog;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/** What the host wired together, for the steps of a run. */
record EngineParts(
    SpotifyCatalog catalog,
    PlaylistStore store,
    SyncListener listener,
    SyncSettings settings,
    Function<UserId, LibraryRules> rules,
    Fanout fanout,
    AuthorisationLife life,
    Clock clock,
    Sleeper sleeper) {

  /** The same parts for a run that shall change nothing and tell nobody. */
  EngineParts forPreview() {
    return new EngineParts(
        catalog,
        new PreviewStore(store),
        new SyncListener() {},
        settings,
        rules,
        fanout,
        new AuthorisationLife(null, Duration.ZERO, clock),
        clock,
        sleeper);
  }
}
