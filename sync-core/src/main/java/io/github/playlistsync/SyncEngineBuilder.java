package io.github.playlistsync;

import io.github.playlistsync.internal.jobs.Retention;
import io.github.playlistsync.internal.jobs.ScheduleReconciler;
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
import io.github.playlistsync.settings.RetentionPolicy;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import io.github.playlistsync.spi.store.PlaylistStore;
import io.github.playlistsync.spi.store.TokenStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Wires a {@link SyncEngine}. Every setter returns this builder, and refuses null at once with a
 * {@link NullPointerException} that names the argument. Not safe for use by several threads.
 */
public final class SyncEngineBuilder {
  private @Nullable SpotifyCatalog catalog;
  private @Nullable PlaylistStore store;
  private @Nullable JobQueue queue;
  private @Nullable Executor executor;
  private WorkerSettings workerSettings = WorkerSettings.defaults();
  // The platform's default generator is missing where jdk.random is, and is for one thread only.
  private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
  private final List<SyncListener> listeners = new ArrayList<>();
  private SyncSettings settings = SyncSettings.defaults();
  private RetentionPolicy retention = RetentionPolicy.keepEverything();
  private Function<UserId, LibraryRules> rules = user -> LibraryRules.defaults();
  private @Nullable TokenStore tokens;
  private Clock clock = Clock.systemUTC();
  private Sleeper sleeper = Sleeper.system();

  SyncEngineBuilder() {}

  /** Sets where playlists come from; required. */
  public SyncEngineBuilder spotify(SpotifyCatalog spotify) {
    this.catalog = Objects.requireNonNull(spotify, "spotify");
    return this;
  }

  /** Sets where playlists are stored; required. */
  public SyncEngineBuilder store(PlaylistStore playlistStore) {
    this.store = Objects.requireNonNull(playlistStore, "playlistStore");
    return this;
  }

  /**
   * Sets which playlists of each user's library are synced; all but Liked Songs by default. Every
   * run of a user calls it once, at its start.
   */
  public SyncEngineBuilder rules(Function<UserId, LibraryRules> rulesOfUser) {
    this.rules = Objects.requireNonNull(rulesOfUser, "rulesOfUser");
    return this;
  }

  /**
   * Sets where jobs are kept; a queue in memory by default. The engine does not close the host's
   * queue.
   */
  public SyncEngineBuilder queue(JobQueue jobQueue) {
    this.queue = Objects.requireNonNull(jobQueue, "jobQueue");
    return this;
  }

  /** Sets how workers treat jobs; {@link WorkerSettings#defaults()} by default. */
  public SyncEngineBuilder workers(WorkerSettings settingsOfWorkers) {
    this.workerSettings = Objects.requireNonNull(settingsOfWorkers, "settingsOfWorkers");
    return this;
  }

  /** Sets the source of the random part of waits; several threads use it at once. */
  public SyncEngineBuilder random(RandomGenerator generator) {
    this.random = Objects.requireNonNull(generator, "generator");
    return this;
  }

  /** Adds somebody who hears what happens. All hear each event, in the order of these calls. */
  public SyncEngineBuilder listener(SyncListener syncListener) {
    listeners.add(Objects.requireNonNull(syncListener, "syncListener"));
    return this;
  }

  /** Sets how runs work; {@link SyncSettings#defaults()} by default. */
  public SyncEngineBuilder settings(SyncSettings syncSettings) {
    this.settings = Objects.requireNonNull(syncSettings, "syncSettings");
    return this;
  }

  /**
   * Sets what workers delete of the stored playlists; nothing by default. Each process with workers
   * applies it, for the first time within minutes of their start.
   */
  public SyncEngineBuilder retention(RetentionPolicy policy) {
    this.retention = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets where the users' logins are stored. The engine only reads how long each lasts, for {@link
   * UserStatus#authorization} and {@link SyncListener#authorizationEnding}; without it, neither is
   * known.
   */
  public SyncEngineBuilder tokens(TokenStore tokenStore) {
    this.tokens = Objects.requireNonNull(tokenStore, "tokenStore");
    return this;
  }

  /**
   * Sets what helps the calling thread; the engine's own threads by default. Any executor works,
   * even one that is full or refuses: the calling thread then works alone. The engine does not
   * close it.
   */
  public SyncEngineBuilder executor(Executor hostExecutor) {
    this.executor = Objects.requireNonNull(hostExecutor, "hostExecutor");
    return this;
  }

  /** Sets the clock; the system's by default. */
  public SyncEngineBuilder clock(Clock hostClock) {
    this.clock = Objects.requireNonNull(hostClock, "hostClock");
    return this;
  }

  SyncEngineBuilder sleeper(Sleeper testSleeper) {
    this.sleeper = testSleeper;
    return this;
  }

  /**
   * Builds the engine.
   *
   * @throws IllegalStateException if a required port is missing; the message names it
   */
  public SyncEngine build() {
    SpotifyCatalog spotify = required(catalog, "spotify");
    PlaylistStore playlistStore = required(store, "store");
    ExecutorService own = Executors.newCachedThreadPool(threads());
    EngineParts parts =
        new EngineParts(
            new LikedSongs(spotify),
            playlistStore,
            List.copyOf(listeners),
            settings,
            rules,
            new Parallel(executor == null ? own : executor),
            new AuthorizationExpiry(tokens, settings.authorizationLead(), clock),
            clock,
            sleeper);
    JobQueue ownQueue = queue == null ? InMemoryJobQueue.create() : null;
    JobQueue jobs = queue == null ? Objects.requireNonNull(ownQueue) : queue;
    Workers workers = new Workers(jobs, parts, workerSettings, random, own);
    return new DefaultSyncEngine(
        parts,
        new QueuedSync(
            jobs,
            parts,
            workers,
            new ScheduleReconciler(jobs, parts, workerSettings.scheduleCheck()),
            new Retention(playlistStore, clock, retention, random.nextDouble()),
            own),
        workerSettings.closeLimit(),
        () -> {
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
