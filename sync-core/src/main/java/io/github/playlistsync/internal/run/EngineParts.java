package io.github.playlistsync.internal.run;

import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/** What the host wired together, for the steps of a run. */
public record EngineParts(
    SpotifyCatalog catalog,
    PlaylistStore store,
    List<SyncListener> listeners,
    SyncSettings settings,
    Function<UserId, LibraryRules> rules,
    Parallel parallel,
    AuthorizationExpiry expiry,
    Clock clock,
    Sleeper sleeper) {

  /** The same parts for a dry run: reads pass through, writes and events are dropped. */
  public EngineParts forPreview() {
    return new EngineParts(
        catalog,
        new PreviewStore(store),
        List.of(),
        settings,
        rules,
        parallel,
        expiry.withoutWarnings(),
        clock,
        sleeper);
  }
}
