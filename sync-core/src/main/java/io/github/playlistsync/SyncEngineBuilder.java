package io.github.playlistsync;

import io.github.playlistsync.spi.PlaylistStore;
import io.github.playlistsync.spi.SpotifyCatalog;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Wires a {@link SyncEngine}. Every setter returns this builder and refuses null at once with a
 * {@link NullPointerException} that names the argument. Not safe for use by several threads.
 */
public final class SyncEngineBuilder {
  private @Nullable SpotifyCatalog catalog;
  private @Nullable PlaylistStore store;
  private @Nullable Executor executor;
  private SyncListener listener = new SyncListener() {};
  private SyncSettings settings = SyncSettings.defaults();
  private Clock clock = Clock.systemUTC();
  private Sleeper sleeper = SyncEngineBuilder::sleep;

  SyncEngineBuilder() {}

  /** Where playlists come from; needed. */
  public SyncEngineBuilder spotify(SpotifyCatalog spotify) {
    this.catalog = Objects.requireNonNull(spotify, "spotify");
    return this;
  }

  /** Where they are kept; needed. */
  public SyncEngineBuilder store(PlaylistStore playlistStore) {
    this.store = Objects.requireNonNull(playlistStore, "playlistStore");
    return this;
  }

  /** Who hears what happens; nobody unless set. */
  public SyncEngineBuilder listener(SyncListener syncListener) {
    this.listener = Objects.requireNonNull(syncListener, "syncListener");
    return this;
  }

  /** How runs go about their work; {@link SyncSettings#defaults()} unless set. */
  public SyncEngineBuilder settings(SyncSettings syncSettings) {
    this.settings = Objects.requireNonNull(syncSettings, "syncSettings");
    return this;
  }

  /**
   * What does work beside the calling thread; threads of the engine's own unless set. Any executor
   * will do, also one that is full or refuses: the calling thread then does the work alone. The
   * engine does not close it.
   */
  public SyncEngineBuilder executor(Executor hostExecutor) {
    this.executor = Objects.requireNonNull(hostExecutor, "hostExecutor");
    return this;
  }

  /** Where the time comes from; the system's unless set. */
  public SyncEngineBuilder clock(Clock hostClock) {
    this.clock = Objects.requireNonNull(hostClock, "hostClock");
    return this;
  }

  SyncEngineBuilder sleeper(Sleeper testSleeper) {
    this.sleeper = testSleeper;
    return this;
  }

  /**
   * Makes the engine.
   *
   * @throws IllegalStateException if a port that is needed was not set; the message names it
   */
  public SyncEngine build() {
    SpotifyCatalog spotify = required(catalog, "spotify");
    PlaylistStore playlistStore = required(store, "store");
    return new DefaultSyncEngine(
        fanout ->
            new EngineParts(spotify, playlistStore, listener, settings, fanout, clock, sleeper),
        executor);
  }

  private static <T> T required(@Nullable T port, String setter) {
    if (port == null) {
      throw new IllegalStateException(
          "SyncEngine.builder()." + setter + "(...) was not called; the engine needs it");
    }
    return port;
  }

  private static void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration.toMillis(), 0);
  }
}
