package io.github.playlistsync;

import io.github.playlistsync.internal.jobs.JobRunner;
import io.github.playlistsync.internal.jobs.Workers;
import io.github.playlistsync.internal.read.LikedSongs;
import io.github.playlistsync.internal.run.AuthorizationExpiry;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.Parallel;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.UserStatus;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import io.github.playlistsync.spi.store.PlaylistStore;
import io.github.playlistsync.spi.store.TokenStore;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Wires a {@link SyncEngine}. Every setter returns this builder and refuses null at once with a
 * {@link NullPointerException} that names the argument. Not safe for use by several threads.
 */
public final class SyncEngineBuilder {
  private @Nullable SpotifyCatalog catalog;
  private @Nullable PlaylistStore store;
  private @Nullable JobQueue queue;
  private @Nullable Executor executor;
  private WorkerSettings workerSettings = WorkerSettings.defaults();
  private RandomGenerator random = RandomGenerator.getDefault();
  private SyncListener listener = new SyncListener() {};
  private SyncSettings settings = SyncSettings.defaults();
  private Function<UserId, LibraryRules> rules = user -> LibraryRules.defaults();
  private @Nullable TokenStore tokens;
  private Clock clock = Clock.systemUTC();
  private Sleeper sleeper = Sleeper.system();

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

  /**
   * Which playlists of each user's library are synced; all, without Liked Songs, unless set. Asked
   * at the beginning of each run of a user.
   */
  public SyncEngineBuilder rules(Function<UserId, LibraryRules> rulesOfUser) {
    this.rules = Objects.requireNonNull(rulesOfUser, "rulesOfUser");
    return this;
  }

  /**
   * Where jobs are kept; a queue in memory of the engine's own unless set. The engine does not
   * close the host's.
   */
  public SyncEngineBuilder queue(JobQueue jobQueue) {
    this.queue = Objects.requireNonNull(jobQueue, "jobQueue");
    return this;
  }

  /** How workers treat jobs; {@link WorkerSettings#defaults()} unless set. */
  public SyncEngineBuilder workers(WorkerSettings settingsOfWorkers) {
    this.workerSettings = Objects.requireNonNull(settingsOfWorkers, "settingsOfWorkers");
    return this;
  }

  /** Where the random part of waits comes from. */
  public SyncEngineBuilder random(RandomGenerator generator) {
    this.random = Objects.requireNonNull(generator, "generator");
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
   * Where the users' logins are kept. The engine takes from it how long each lasts, for {@link
   * UserStatus#authorization} and {@link SyncListener#authorizationEnding}; unless set, it tells
   * neither.
   */
  public SyncEngineBuilder tokens(TokenStore tokenStore) {
    this.tokens = Objects.requireNonNull(tokenStore, "tokenStore");
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
    ExecutorService own = Executors.newCachedThreadPool(threads());
    EngineParts parts =
        new EngineParts(
            new LikedSongs(spotify),
            playlistStore,
            listener,
            settings,
            rules,
            new Parallel(executor == null ? own : executor),
            new AuthorizationExpiry(tokens, settings.authorizationLead(), clock),
            clock,
            sleeper);
    JobQueue ownQueue = queue == null ? InMemoryJobQueue.create() : null;
    JobQueue jobs = queue == null ? Objects.requireNonNull(ownQueue) : queue;
    Workers workers = new Workers(jobs, new JobRunner(parts, jobs, workerSettings, random));
    return new DefaultSyncEngine(
        parts,
        new QueuedSync(jobs, parts, workers, own),
        () -> {
          workers.stop(workerSettings.closeGrace(), DefaultSyncEngine.CLOSE_LIMIT);
          if (ownQueue != null) {
            ownQueue.close();
          }
          own.shutdownNow();
        });
  }

  private static ThreadFactory threads() {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "playlist-sync-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static <T> T required(@Nullable T port, String setter) {
    if (port == null) {
      throw new IllegalStateException(
          "SyncEngine.builder()." + setter + "(...) was not called; the engine needs it");
    }
    return port;
  }
}
