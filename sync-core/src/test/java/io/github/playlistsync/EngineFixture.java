package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.internal.jobs.JobRunner;
import io.github.playlistsync.internal.run.AuthorizationExpiry;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.Parallel;
import io.github.playlistsync.internal.run.RunControl;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.settings.RemovalGuard;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * A catalog that a test bends, an engine beside a store in memory, and what the tests ask of them.
 */
abstract class EngineFixture {
  static final UserId ANNA = UserId.of("anna");
  static final UserId BEN = UserId.of("ben");

  final FakeSpotify spotify = new FakeSpotify();
  final InMemoryPlaylistStore store = InMemoryPlaylistStore.create();
  final ManualTime time = new ManualTime();
  final RecordingListener events = new RecordingListener();
  final SyncEngine engine =
      SyncEngine.builder()
          .spotify(spotify)
          .store(store)
          .listener(events)
          .clock(time)
          .sleeper(time)
          .build();

  @AfterEach
  void close() {
    engine.close();
  }

  SyncEngine oneByOne() {
    return SyncEngine.builder()
        .spotify(spotify)
        .store(store)
        .settings(SyncSettings.defaults().withPlaylistsAtOnce(1).withPagesAtOnce(1))
        .build();
  }

  SyncEngine withRules(LibraryRules rules) {
    return SyncEngine.builder().spotify(spotify).store(store).rules(user -> rules).build();
  }

  /** Runs a job whose lease may be over; the queue does not know it. */
  @Nullable JobOutcome run(
      JobSpec spec, JobQueue queue, BooleanSupplier leaseIsOver, SyncListener listener) {
    JobRunner runner =
        new JobRunner(parts(listener), queue, WorkerSettings.defaults(), new Random(1));
    JobLease lease = new JobLease(JobId.of("j1"), spec, Priority.NORMAL, 1, 1, time.instant());
    return runner.run(lease, new RunControl(leaseIsOver, () -> {}, () -> {}));
  }

  EngineParts parts(SyncListener listener) {
    return parts(store, listener);
  }

  EngineParts parts(PlaylistStore ofRuns, SyncListener listener) {
    return new EngineParts(
        spotify,
        ofRuns,
        List.of(listener),
        SyncSettings.defaults(),
        user -> LibraryRules.defaults(),
        new Parallel(Runnable::run),
        new AuthorizationExpiry(null, Duration.ZERO, time),
        time,
        time);
  }

  /** Workers that wait for nothing, neither between attempts nor before a second look. */
  SyncEngine withWorkers(InMemoryJobQueue queue) {
    return SyncEngine.builder()
        .spotify(spotify)
        .store(store)
        .queue(queue)
        .workers(WorkerSettings.defaults().withDelays(Duration.ofMillis(2), Duration.ofMillis(10)))
        .settings(
            SyncSettings.defaults()
                .withRemovalGuard(new RemovalGuard(0.5, 10, Duration.ZERO, Duration.ZERO)))
        .build();
  }

  static InMemoryJobQueue queue() {
    return InMemoryJobQueue.create(QueueSettings.defaults(), Clock.systemUTC(), new Random(1));
  }

  List<String> titles(UserId user, String id) {
    List<String> titles = new ArrayList<>();
    for (PlaylistItem item : engine.items(user, PlaylistId.of(id))) {
      assertThat(item.position()).isEqualTo(titles.size());
      titles.add(item.track() == null ? null : item.track().title());
    }
    return titles;
  }

  StoredPlaylist stored(String id) {
    return engine.playlist(PlaylistId.of(id)).orElseThrow();
  }

  LibraryEntry entry(UserId user, String id) {
    return engine.entry(user, PlaylistId.of(id)).orElseThrow();
  }

  static Playlist renamed(Playlist playlist, String name) {
    return new Playlist(
        playlist.id(),
        name,
        playlist.description(),
        playlist.visibility(),
        playlist.collaborative(),
        playlist.ownerId(),
        playlist.ownerName(),
        playlist.imageUrl());
  }

  static final class RecordingListener implements SyncListener {
    final List<String> outcomes = new ArrayList<>();
    final List<String> departures = new ArrayList<>();
    final List<Long> done = new ArrayList<>();

    @Override
    public synchronized void playlistDone(
        UserId user, PlaylistReport report, List<ItemChange> changes) {
      outcomes.add(report.id() + " " + report.outcome());
    }

    @Override
    public synchronized void playlistGone(UserId user, PlaylistId playlist) {
      departures.add("gone " + playlist);
    }

    @Override
    public synchronized void playlistBack(UserId user, PlaylistId playlist) {
      departures.add("back " + playlist);
    }

    @Override
    public synchronized void progress(
        UserId user, PlaylistId playlist, io.github.playlistsync.model.Progress progress) {
      if (playlist == null) {
        done.add(progress.done());
      }
    }
  }
}
