package io.github.playlistsync;

import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.internal.run.Deadline;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.InFlight;
import io.github.playlistsync.internal.run.RunControl;
import io.github.playlistsync.internal.sync.SyncRun;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.ItemSlice;
import io.github.playlistsync.model.JobCounts;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.LibraryPlaylist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.RetentionReport;
import io.github.playlistsync.report.RunInfo;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.report.UserStatus;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine. Tracks its runs, so that closing stops them. */
final class DefaultSyncEngine implements SyncEngine {
  private static final Logger log = LoggerFactory.getLogger(DefaultSyncEngine.class);

  private final EngineParts parts;
  private final PlaylistStore store;
  private final QueuedSync background;
  private final StoredHistory history;
  private final Duration closeLimit;
  private final Runnable closeParts;
  private final InFlight<RunControl> running = new InFlight<>();

  /**
   * An engine of finished parts.
   *
   * @param closeParts closes what the builder made
   */
  DefaultSyncEngine(
      EngineParts parts, QueuedSync background, Duration closeLimit, Runnable closeParts) {
    this.parts = parts;
    this.store = parts.store();
    this.background = background;
    this.history = new StoredHistory(store, parts.clock());
    this.closeLimit = closeLimit;
    this.closeParts = closeParts;
  }

  @Override
  public SyncReport syncPlaylist(UserId user, PlaylistId playlist) {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(playlist, "playlist");
    playlist.requireReadableBy(user);
    return run(
        control -> new SyncRun(new RunInfo(user, playlist, null), parts, control).syncPlaylist());
  }

  @Override
  public SyncReport syncUser(UserId user) {
    Objects.requireNonNull(user, "user");
    return run(control -> new SyncRun(libraryOf(user), parts, control).syncUser());
  }

  @Override
  public SyncReport preview(UserId user) {
    Objects.requireNonNull(user, "user");
    return run(control -> new SyncRun(libraryOf(user), parts.forPreview(), control).syncUser());
  }

  private static RunInfo libraryOf(UserId user) {
    return new RunInfo(user, null, null);
  }

  @Override
  public List<LibraryEntry> library(UserId user) {
    return store.library(Objects.requireNonNull(user, "user"));
  }

  @Override
  public List<LibraryPlaylist> library(UserId user, @Nullable PlaylistId after, int limit) {
    Objects.requireNonNull(user, "user");
    StoredHistory.requireLimit(limit, "limit");
    List<LibraryEntry> entries = store.library(user, after, limit);
    Map<PlaylistId, StoredPlaylist> stored =
        store.find(entries.stream().map(LibraryEntry::playlist).toList());
    return entries.stream()
        .flatMap(
            entry ->
                Stream.ofNullable(stored.get(entry.playlist()))
                    .map(playlist -> new LibraryPlaylist(entry, playlist)))
        .toList();
  }

  @Override
  public Optional<LibraryEntry> entry(UserId user, PlaylistId playlist) {
    Objects.requireNonNull(user, "user");
    return store.entry(user, Objects.requireNonNull(playlist, "playlist"));
  }

  @Override
  public boolean mayRead(UserId user, PlaylistId playlist) {
    return entry(user, playlist).filter(LibraryEntry::isReadable).isPresent();
  }

  @Override
  public Optional<StoredPlaylist> playlist(PlaylistId playlist) {
    Objects.requireNonNull(playlist, "playlist");
    return Optional.ofNullable(store.find(Set.of(playlist)).get(playlist));
  }

  @Override
  public List<PlaylistItem> items(UserId user, PlaylistId playlist) {
    return history.items(rows(user, playlist), 0);
  }

  @Override
  public ItemSlice items(UserId user, PlaylistId playlist, int offset, int limit) {
    StoredHistory.requireLimit(limit, "limit");
    if (offset < 0) {
      throw new IllegalArgumentException("offset is " + offset + "; expected 0 or more");
    }
    if (mayRead(user, playlist)) {
      int total = playlist(playlist).map(stored -> stored.counts().items()).orElse(0);
      return new ItemSlice(history.items(store.rows(playlist, offset, limit), offset), total);
    }
    List<ItemRow> kept = rows(user, playlist);
    List<ItemRow> slice = kept.stream().skip(offset).limit(limit).toList();
    return new ItemSlice(history.items(slice, offset), kept.size());
  }

  /**
   * The rows that the user may read: the current ones or, once the playlist left, those of then.
   */
  private List<ItemRow> rows(UserId user, PlaylistId playlist) {
    LibraryEntry entry = entry(user, playlist).orElse(null);
    if (entry == null || entry.access() != Access.FULL) {
      return List.of();
    }
    Instant left = entry.goneSince();
    if (left == null) {
      return store.rows(playlist);
    }
    OptionalLong revision = store.revisionAt(playlist, left);
    return revision.isPresent()
        ? store.rowsAt(playlist, revision.getAsLong()).orElse(List.of())
        : List.of();
  }

  @Override
  public List<PlaylistId> playlistsWith(TrackUri track, @Nullable PlaylistId after, int limit) {
    Objects.requireNonNull(track, "track");
    StoredHistory.requireLimit(limit, "limit");
    return store.playlistsWith(track, after, limit);
  }

  @Override
  public ChangePage changes(UserId user, @Nullable String after, int limit) {
    Objects.requireNonNull(user, "user");
    StoredHistory.requireLimit(limit, "limit");
    return store.changes(user, after, limit);
  }

  @Override
  public PlaylistHistory history() {
    return history;
  }

  @Override
  public boolean invalidate(PlaylistId playlist) {
    return history.invalidate(Objects.requireNonNull(playlist, "playlist"));
  }

  @Override
  public RequestGate.Status gate() {
    return parts.catalog().gate();
  }

  @Override
  public List<PlaylistId> purgeGone(Duration age, int maxPlaylists) {
    Objects.requireNonNull(age, "age");
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("age is " + age + "; expected more than 0");
    }
    StoredHistory.requireLimit(maxPlaylists, "maxPlaylists");
    Instant time = parts.clock().instant().minus(age);
    List<PlaylistId> purged = new ArrayList<>();
    for (PlaylistId id : store.goneBefore(time, maxPlaylists)) {
      try {
        if (store.purge(id, time)) {
          purged.add(id);
        }
      } catch (SyncException e) {
        if (purged.isEmpty()) {
          throw e;
        }
        log.warn("Stops purging after {} playlists: {}", purged.size(), e.getMessage());
        break;
      }
    }
    return List.copyOf(purged);
  }

  @Override
  public RetentionReport applyRetention() {
    return open().applyRetention();
  }

  private SyncReport run(Function<RunControl, SyncReport> work) {
    if (store.isInTransaction()) {
      throw new IllegalStateException(
          "a sync cannot run in a transaction of the caller's, which would stay open while the sync"
              + " waits for Spotify and lock rows that its other threads write; call it before or"
              + " after the transaction, or enqueue it");
    }
    RunControl control = new RunControl();
    if (!running.begin(control)) {
      throw closed();
    }
    try {
      return work.apply(control);
    } finally {
      running.end(control);
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the engine is closed");
  }

  @Override
  public JobId enqueuePlaylistSync(UserId user, PlaylistId playlist, Priority priority) {
    return open().enqueuePlaylistSync(user, playlist, priority);
  }

  @Override
  public JobId enqueueUserSync(UserId user, Priority priority) {
    return open().enqueueUserSync(user, priority);
  }

  @Override
  public Optional<JobStatus> status(JobId job) {
    return open().status(job);
  }

  @Override
  public Optional<SyncReport> report(JobId job) {
    return open().report(job);
  }

  @Override
  public UserStatus status(UserId user) {
    return open().status(user);
  }

  @Override
  public JobPage jobs(JobFilter filter) {
    return open().jobs(filter);
  }

  @Override
  public Cancellation cancel(JobId job) {
    return open().cancel(job);
  }

  @Override
  public Optional<JobId> retry(JobId job) {
    return open().retry(job);
  }

  @Override
  public void schedule(UserId user, Duration every) {
    open().schedule(user, every);
  }

  @Override
  public void schedule(UserId user, PlaylistId playlist, Duration every) {
    open().schedule(user, playlist, every);
  }

  @Override
  public boolean unschedule(UserId user) {
    return open().unschedule(user);
  }

  @Override
  public boolean unschedule(UserId user, PlaylistId playlist) {
    return open().unschedule(user, playlist);
  }

  @Override
  public List<SyncSchedule> schedules(UserId user) {
    return open().schedules(user);
  }

  @Override
  public Optional<Instant> nextSync(UserId user, PlaylistId playlist) {
    return open().nextSync(user, playlist);
  }

  @Override
  public void reauthorized(UserId user) {
    open().reauthorized(user);
  }

  @Override
  public void pause(UserId user) {
    open().pause(user);
  }

  @Override
  public void resume(UserId user) {
    open().resume(user);
  }

  @Override
  public void pause() {
    open().pause();
  }

  @Override
  public void resume() {
    open().resume();
  }

  @Override
  public JobCounts counts() {
    return open().counts();
  }

  @Override
  public int workers() {
    return open().workers();
  }

  @Override
  public Optional<JobStatus> await(JobId job, Duration timeout) {
    return open().await(job, timeout);
  }

  @Override
  public CompletableFuture<Optional<JobStatus>> awaitAsync(JobId job, Duration timeout) {
    return open().awaitAsync(job, timeout);
  }

  @Override
  public void startWorkers(int count) {
    open().startWorkers(count);
  }

  @Override
  public void startWorkers(int count, Executor executor) {
    open().startWorkers(count, executor);
  }

  private QueuedSync open() {
    if (running.isClosed()) {
      throw closed();
    }
    return background;
  }

  @Override
  public void close() {
    if (!running.close()) {
      return;
    }
    Deadline deadline = Deadline.after(closeLimit);
    running.all().forEach(control -> control.stop(RunControl.Stop.CLOSING));
    background.stop(deadline);
    if (!running.awaitNone(deadline)) {
      log.warn("{} syncs did not stop within {}", running.all().size(), closeLimit);
    }
    closeParts.run();
  }
}
