package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobType;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How far an ETA is from the time that a sync then took: over simulated first syncs of libraries
 * whose playlists have from 0 to 3,000 items, most of them few, with calls of 60 to 240 ms on a
 * clock that is moved by hand. {@code -Deta.libraries=20} is the whole campaign.
 */
class EtaTest {
  private static final UserId ANNA = UserId.of("anna");
  private static final int LIBRARIES = Integer.getInteger("eta.libraries", 5);
  private static final int PLAYLISTS = 60;
  private static final List<Double> MOMENTS = List.of(0.25, 0.5, 0.75);

  private final ManualTime time = new ManualTime();

  /**
   * What was said at one moment.
   *
   * @param at when
   * @param eta how long it was said to take from then on
   */
  private record Said(Instant at, Duration eta) {}

  @Test
  void ofARunIsCloseSinceItCountsTheCallsThatAreLeft() {
    List<Double> means = meanErrors("run", LIBRARIES, this::run);

    assertThat(means.get(0)).isLessThan(0.15);
    assertThat(means.get(1)).isLessThan(0.12);
    assertThat(means.get(2)).isLessThan(0.12);
  }

  @Test
  void ofOneLongPlaylistIsClose() {
    List<Double> means = meanErrors("playlist", 20, this::longPlaylist);

    assertThat(means).allSatisfy(mean -> assertThat(mean).isLessThan(0.15));
  }

  @Test
  void ofAUsersJobIsRougherSinceItCountsPlaylistsHoweverLong() {
    List<Double> means = meanErrors("job", LIBRARIES, this::job);

    assertThat(means).allSatisfy(mean -> assertThat(mean).isLessThan(0.6));
  }

  /** The mean relative errors after a quarter, a half and three quarters of the time. */
  private List<Double> meanErrors(String what, int syncs, Function<Random, List<Said>> sync) {
    long seed = Long.getLong("eta.seed", 20261101L);
    double[][] errors = new double[MOMENTS.size()][syncs];
    for (int number = 0; number < syncs; number++) {
      Instant begun = time.instant();
      List<Said> said = sync.apply(new Random(seed + number));
      Instant ended = time.instant();
      for (int moment = 0; moment < MOMENTS.size(); moment++) {
        errors[moment][number] = error(said, begun, ended, MOMENTS.get(moment));
      }
    }
    List<Double> means = new ArrayList<>();
    for (int moment = 0; moment < MOMENTS.size(); moment++) {
      double[] sorted = errors[moment].clone();
      java.util.Arrays.sort(sorted);
      double mean = java.util.Arrays.stream(sorted).average().orElseThrow();
      means.add(mean);
      System.out.println(
          String.format(
              Locale.ROOT,
              "eta.seed=%d, %s at %.0f %%: the error is %.1f %% on average, %.1f %% at the 90th"
                  + " percentile",
              seed,
              what,
              MOMENTS.get(moment) * 100,
              mean * 100,
              sorted[syncs * 9 / 10] * 100));
    }
    return means;
  }

  /** The error of what was said last before a moment, relative to the time that was left then. */
  private static double error(List<Said> said, Instant begun, Instant ended, double moment) {
    Instant when = begun.plusMillis((long) (Duration.between(begun, ended).toMillis() * moment));
    @Nullable Said last = null;
    for (Said each : said) {
      last = last == null || !each.at.isAfter(when) ? each : last;
    }
    assertThat(last).as("something was said before %s", when).isNotNull();
    double left = Duration.between(last.at, ended).toMillis();
    return Math.abs(last.eta.toMillis() - left) / left;
  }

  private FakeSpotify library(Random random) {
    FakeSpotify spotify = new FakeSpotify();
    for (int i = 0; i < PLAYLISTS; i++) {
      spotify.create(ANNA, "p" + i, (int) (3_000 * Math.pow(random.nextDouble(), 4)));
    }
    spotify.onCall = call -> advance(random);
    return spotify;
  }

  private void advance(Random random) {
    time.advance(Duration.ofMillis(60 + random.nextInt(181)));
  }

  private List<Said> run(Random random) {
    List<Said> said = new ArrayList<>();
    SyncListener listener =
        new SyncListener() {
          @Override
          public void progress(UserId user, @Nullable PlaylistId playlist, Progress progress) {
            if (playlist == null && progress.eta() != null) {
              said.add(new Said(time.instant(), progress.eta()));
            }
          }
        };
    try (SyncEngine engine = engine(library(random), listener).build()) {
      assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    }
    return said;
  }

  private List<Said> longPlaylist(Random random) {
    FakeSpotify spotify = new FakeSpotify();
    spotify.onCall = call -> advance(random);
    spotify.create(ANNA, "long", 5_000);
    List<Said> said = new ArrayList<>();
    SyncListener listener =
        new SyncListener() {
          @Override
          public void progress(UserId user, @Nullable PlaylistId playlist, Progress progress) {
            if (playlist != null && progress.eta() != null) {
              said.add(new Said(time.instant(), progress.eta()));
            }
          }
        };
    try (SyncEngine engine = engine(spotify, listener).build()) {
      engine.syncPlaylist(ANNA, PlaylistId.of("long"));
    }
    return said;
  }

  private List<Said> job(Random random) {
    List<Said> said = new ArrayList<>();
    InMemoryJobQueue queue =
        InMemoryJobQueue.create(
            QueueSettings.defaults().withLease(Duration.ofDays(1)), time, new Random(1));
    SyncEngine[] engine = new SyncEngine[1];
    SyncListener listener =
        new SyncListener() {
          @Override
          public void playlistDone(UserId user, PlaylistReport report, List<ItemChange> changes) {
            JobFilter waiting = JobFilter.ofUser(user).in(JobState.WAITING);
            engine[0].jobs(waiting).jobs().stream()
                .filter(job -> job.spec() != null && job.spec().type() == JobType.SYNC_USER)
                .flatMap(job -> java.util.stream.Stream.ofNullable(job.progress().eta()))
                .forEach(eta -> said.add(new Said(time.instant(), eta)));
          }
        };
    engine[0] = engine(library(random), listener).queue(queue).build();
    try (queue;
        SyncEngine running = engine[0]) {
      JobId job = running.enqueueUserSync(ANNA, Priority.NORMAL);
      running.startWorkers(1);
      assertThat(running.await(job, Duration.ofMinutes(1)).orElseThrow().state())
          .isEqualTo(JobState.SUCCEEDED);
    }
    return said;
  }

  private SyncEngineBuilder engine(FakeSpotify spotify, SyncListener listener) {
    return SyncEngine.builder()
        .spotify(spotify)
        .store(InMemoryPlaylistStore.create())
        .listener(listener)
        .clock(time)
        .sleeper(time)
        .settings(SyncSettings.defaults().withPlaylistsAtOnce(1).withPagesAtOnce(1));
  }
}
