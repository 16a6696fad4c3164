package io.github.playlistsync;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.ItemRow;
import io.github.playlistsync.spi.PlaylistStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The engine. Keeps track of what runs, so that closing ends it. */
final class DefaultSyncEngine implements SyncEngine {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final EngineParts parts;
  private final PlaylistStore store;
  private final @Nullable ExecutorService ownExecutor;
  private final Set<RunControl> running = new HashSet<>();
  private boolean closed;

  DefaultSyncEngine(Function<Fanout, EngineParts> wiring, @Nullable Executor hostExecutor) {
    this.ownExecutor = hostExecutor == null ? Executors.newCachedThreadPool(threads()) : null;
    Executor executor = hostExecutor == null ? Objects.requireNonNull(ownExecutor) : hostExecutor;
    this.parts = wiring.apply(new Fanout(executor));
    this.store = parts.store();
  }

  @Override
  public SyncReport syncPlaylist(UserId user, PlaylistId playlist) {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(playlist, "playlist");
    return run(control -> new SyncRun(user, parts, control).syncPlaylist(playlist));
  }

  @Override
  public SyncReport syncUser(UserId user) {
    Objects.requireNonNull(user, "user");
    return run(control -> new SyncRun(user, parts, control).syncUser());
  }

  @Override
  public List<LibraryEntry> library(UserId user) {
    return store.library(Objects.requireNonNull(user, "user"));
  }

  @Override
  public Optional<StoredPlaylist> playlist(PlaylistId playlist) {
    Objects.requireNonNull(playlist, "playlist");
    return Optional.ofNullable(store.find(Set.of(playlist)).get(playlist));
  }

  @Override
  public List<PlaylistItem> items(UserId user, PlaylistId playlist) {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(playlist, "playlist");
    boolean readable =
        store.library(user).stream()
            .anyMatch(e -> e.playlist().equals(playlist) && e.access() == Access.FULL);
    return readable ? items(store.rows(playlist)) : List.of();
  }

  private List<PlaylistItem> items(List<ItemRow> rows) {
    Set<TrackUri> uris = new LinkedHashSet<>();
    rows.stream().map(ItemRow::uri).filter(Objects::nonNull).forEach(uris::add);
    Map<TrackUri, Track> tracks = store.tracks(uris);
    List<PlaylistItem> items = new ArrayList<>(rows.size());
    for (ItemRow row : rows) {
      Track track = row.uri() == null ? null : tracks.get(row.uri());
      items.add(new PlaylistItem(items.size(), track, row.addedAt(), row.addedBy()));
    }
    return items;
  }

  private SyncReport run(Function<RunControl, SyncReport> work) {
    RunControl control = new RunControl();
    synchronized (running) {
      if (closed) {
        throw new IllegalStateException("the engine is closed");
      }
      running.add(control);
    }
    try {
      return work.apply(control);
    } finally {
      synchronized (running) {
        running.remove(control);
        running.notifyAll();
      }
    }
  }

  @Override
  public void close() {
    synchronized (running) {
      closed = true;
      running.forEach(control -> control.cancel("the engine is being closed"));
      awaitNothingRunning();
    }
    if (ownExecutor != null) {
      ownExecutor.shutdownNow();
    }
  }

  private void awaitNothingRunning() {
    long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
    while (!running.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return;
      }
      try {
        running.wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static java.util.concurrent.ThreadFactory threads() {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "playlist-sync-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
