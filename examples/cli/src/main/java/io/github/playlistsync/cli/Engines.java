package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.SyncEngineBuilder;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.store.PlaylistStore;
import io.github.playlistsync.spi.store.TokenStore;
import java.util.Optional;

/** Engines for commands that call nobody: they ask or tell what is kept, and sync nothing. */
final class Engines {
  private Engines() {}

  /** One for the jobs alone; it knows of no playlist and no user. */
  static SyncEngine over(JobQueue queue) {
    return over(queue, InMemoryPlaylistStore.create());
  }

  /** One for what is stored alone. */
  static SyncEngine over(PlaylistStore store) {
    return SyncEngine.builder().spotify(new NoSpotify()).store(store).build();
  }

  /** One for the jobs and what is stored. */
  static SyncEngine over(JobQueue queue, PlaylistStore store) {
    return over(queue, store, Optional.empty());
  }

  /** One for the jobs, what is stored and, if they can be read, the logins. */
  static SyncEngine over(JobQueue queue, PlaylistStore store, Optional<TokenStore> logins) {
    SyncEngineBuilder builder =
        SyncEngine.builder().spotify(new NoSpotify()).store(store).queue(queue);
    logins.ifPresent(builder::tokens);
    return builder.build();
  }
}
