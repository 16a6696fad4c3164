package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.SyncEngineBuilder;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.store.PlaylistStore;
import io.github.playlistsync.spi.store.TokenStore;
import java.util.Optional;

/** Engines for commands that never call Spotify. */
final class Engines {
  private Engines() {}

  /** For the jobs alone; it knows no playlist and no user. */
  static SyncEngine over(JobQueue queue) {
    return over(queue, InMemoryPlaylistStore.create());
  }

  /** For the stored copy alone. */
  static SyncEngine over(PlaylistStore store) {
    return SyncEngine.builder().spotify(new NoSpotify()).store(store).build();
  }

  /** For the jobs and the stored copy. */
  static SyncEngine over(JobQueue queue, PlaylistStore store) {
    return over(queue, store, Optional.empty());
  }

  /** For the jobs, the stored copy and, if they can be read, the logins. */
  static SyncEngine over(JobQueue queue, PlaylistStore store, Optional<TokenStore> logins) {
    SyncEngineBuilder builder =
        SyncEngine.builder().spotify(new NoSpotify()).store(store).queue(queue);
    logins.ifPresent(builder::tokens);
    return builder.build();
  }
}
