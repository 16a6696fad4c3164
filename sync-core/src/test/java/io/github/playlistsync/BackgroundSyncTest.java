package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.internal.jobs.ScheduleReconciler;
import io.github.playlistsync.internal.run.AuthorizationExpiry;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.Parallel;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackgroundSyncTest {
  private static final UserId ANNA = UserId.of("anna");
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Suspension SUSPENDED =
      new Suspension(Suspension.Reason.REAUTHORIZATION_NEEDED, Instant.EPOCH);

  private final FakeSpotify spotify = new FakeSpotify();
  private final InMemoryPlaylistStore store = InMemoryPlaylistStore.create();
  private final InMemoryJobQueue queue =
      InMemoryJobQueue.create(
          QueueSettings.defaults().withLease(Duration.ofMillis(300)),
          Clock.systemUTC(),
          new java.util.Random(1));
  private final SyncEngine engine =
      SyncEngine.builder()
          .spotify(spotify)
          .store(store)
          .queue(queue)
          .workers(
              WorkerSettings.defaults()
                  .withAttempts(3)
                  .withDelays(Duration.ofMillis(2), Duration.ofMillis(10))
                  .withCloseGrace(Duration.ofMillis(50)))
          .build();

  @AfterEach
  void close() {
    engine.close();
    queue.close();
  }

  @Test
  void aUserJobMakesOneJobForEachPlaylistThatMayHaveChangedAndEndsWithThem() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", 250);
    spotify.create(ANNA, "p3", "c");
    engine.syncPlaylist(ANNA, PlaylistId.of("p3"));
    JobId job = engine.enqueueUserSync(ANNA, Priority.NORMAL);
    engine.startWorkers(3);

    JobStatus status = engine.await(job, LIMIT).orElseThrow();

    assertThat(status.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(status.children()).isEqualTo(new JobStatus.Children(2, 2, 0, 0));
    assertThat(status.progress())
        .as("the one that the list settled counts, too")
        .isEqualTo(new Progress(Progress.Phase.DONE, 3, 3L, Progress.Unit.PLAYLISTS, null));
    assertThat(store.rows(PlaylistId.of("p2"))).hasSize(250);
    assertThat(engine.library(ANNA))
        .extracting(LibraryEntry::position)
        .as("children keep their position in the list")
        .containsExactly(0, 1, 2);
    assertThat(engine.library(ANNA)).allMatch(LibraryEntry::isListed);
    assertThat(engine.jobs(JobFilter.childrenOf(job)).jobs())
        .allMatch(child -> child.state() == JobState.SUCCEEDED)
        .extracting(JobStatus::progress)
        .as("also of jobs that end before their first heartbeat")
        .containsExactlyInAnyOrder(
            new Progress(Progress.Phase.DONE, 1, 1L, Progress.Unit.ITEMS, null),
            new Progress(Progress.Phase.DONE, 250, 250L, Progress.Unit.ITEMS, null));

    JobId unchanged = engine.enqueueUserSync(ANNA, Priority.NORMAL);

    assertThat(engine.await(unchanged, LIMIT).orElseThrow().progress())
        .isEqualTo(new Progress(Progress.Phase.DONE, 3, 3L, Progress.Unit.PLAYLISTS, null));
  }

  @Test
  void theJobsOfAUsersPlaylistsDoNotEachLoadTheLibrary() {
    for (int i = 0; i < 100; i++) {
      spotify.create(ANNA, "p" + i, "a");
    }
    PlaylistStore counting = mock(PlaylistStore.class, delegatesTo(store));
    try (InMemoryJobQueue jobs = InMemoryJobQueue.create();
        SyncEngine other =
            SyncEngine.builder().spotify(spotify).store(counting).queue(jobs).build()) {
      other.startWorkers(2);

      JobStatus status =
          other.await(other.enqueueUserSync(ANNA, Priority.NORMAL), LIMIT).orElseThrow();

      assertThat(status.children()).isEqualTo(new JobStatus.Children(100, 100, 0, 0));
    }
    verify(counting, times(1)).library(ANNA);
  }

  @Test
  void aRunningJobShowsWithinAShortTimeHowFarItCame() throws Exception {
    spotify.create(ANNA, "p1", 250);
    CountDownLatch end = new CountDownLatch(1);
    spotify.beforeCall =
        call -> {
          if (call.startsWith("items p1 200")) {
            await(end);
          }
        };
    // The heartbeat of these leases comes every ten seconds, too late for this.
    try (InMemoryJobQueue slow = InMemoryJobQueue.create();
        SyncEngine other = SyncEngine.builder().spotify(spotify).store(store).queue(slow).build()) {
      JobId job = other.enqueuePlaylistSync(ANNA, PlaylistId.of("p1"), Priority.NORMAL);
      other.startWorkers(1);

      JobStatus reading = awaitStatus(other, job, status -> status.progress().done() == 200);
      end.countDown();

      assertThat(reading.progress().phase()).isEqualTo(Progress.Phase.READ);
      assertThat(reading.progress().total()).isEqualTo(250);
      assertThat(other.await(job, LIMIT).orElseThrow().progress().done()).isEqualTo(250);
    }
  }

  @Test
  void aPlaylistJobKeepsItsReport() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("b")));
    JobId job = engine.enqueuePlaylistSync(ANNA, PlaylistId.of("p1"), Priority.HIGH);
    engine.startWorkers(1);
    engine.await(job, LIMIT);

    SyncReport report = engine.report(job).orElseThrow();

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(report.playlists()).hasSize(1);
    assertThat(report.playlists().get(0).changes()).isEqualTo(new PlaylistReport.Changes(1, 0, 0));
    assertThat(report.cost().apiCalls()).isEqualTo(1);
  }

  @Test
  void aUsersJobReportsWhatACallWould() {
    for (int i = 0; i < 250; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    engine.startWorkers(4);
    JobId job = engine.enqueueUserSync(ANNA, Priority.NORMAL);
    engine.await(job, LIMIT);
    SyncReport first = engine.report(job).orElseThrow();
    JobId again = engine.enqueueUserSync(ANNA, Priority.NORMAL);
    engine.await(again, LIMIT);
    SyncReport second = engine.report(again).orElseThrow();

    SyncReport called;
    try (SyncEngine other =
        SyncEngine.builder().spotify(spotify).store(InMemoryPlaylistStore.create()).build()) {
      called = other.syncUser(ANNA);
    }

    assertThat(first.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(first.playlists()).isEqualTo(called.playlists());
    assertThat(first.cost().itemRowsWritten()).isEqualTo(250);
    assertThat(second.playlists())
        .as("unchanged ones")
        .isEqualTo(engine.syncUser(ANNA).playlists());
  }

  @Test
  void aUsersJobOfWhichAPlaylistFailedReportsIt() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", "b");
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p2")) {
            throw new SpotifyUnavailableException("503 for p2");
          }
        };
    JobId job = engine.enqueueUserSync(ANNA, Priority.NORMAL);
    engine.startWorkers(2);
    engine.await(job, LIMIT);

    SyncReport report = engine.report(job).orElseThrow();

    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.playlists())
        .extracting(PlaylistReport::outcome)
        .containsExactly(PlaylistOutcome.SYNCED, PlaylistOutcome.FAILED);
    assertThat(report.playlists().get(1).problems())
        .extracting(Problem::sentence)
        .containsExactly("503 for p2");
  }

  @Test
  void aListThatCouldNotBeWrittenIsTriedAgain() {
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, PlaylistId.of("p1"));
    PlaylistStore blinking = mock(PlaylistStore.class, delegatesTo(store));
    doThrow(new StoreUnavailableException("the database blinks"))
        .doAnswer(delegatesTo(store))
        .when(blinking)
        .apply(any(LibraryChange.class));
    WorkerSettings soon =
        WorkerSettings.defaults().withDelays(Duration.ofMillis(2), Duration.ofMillis(10));
    try (InMemoryJobQueue jobs = InMemoryJobQueue.create();
        SyncEngine other =
            SyncEngine.builder()
                .spotify(spotify)
                .store(blinking)
                .queue(jobs)
                .workers(soon)
                .build()) {
      other.startWorkers(1);
      JobId job = other.enqueueUserSync(ANNA, Priority.NORMAL);

      JobStatus status = other.await(job, LIMIT).orElseThrow();

      assertThat(status.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(status.tries().attempts()).isEqualTo(2);
      assertThat(other.report(job).orElseThrow().gone()).containsExactly(PlaylistId.of("p1"));
    }
  }

  @Test
  void aPassingFailureIsTriedAgainAndThenGivenUp() {
    spotify.create(ANNA, "p1", "a");
    AtomicInteger tries = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1")) {
            tries.incrementAndGet();
            throw new SpotifyUnavailableException("503 for this one");
          }
        };
    JobId job = engine.enqueuePlaylistSync(ANNA, PlaylistId.of("p1"), Priority.NORMAL);
    engine.startWorkers(1);

    JobStatus status = engine.await(job, LIMIT).orElseThrow();

    assertThat(status.state()).isEqualTo(JobState.FAILED);
    assertThat(status.error()).contains("503 for this one").contains("tried 3 times");
    assertThat(tries.get()).isEqualTo(3);
    assertThat(engine.jobs(JobFilter.all().in(JobState.FAILED)).jobs()).hasSize(1);

    spotify.beforeCall = call -> {};
    JobId again = engine.retry(job).orElseThrow();
    assertThat(engine.await(again, LIMIT).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void aRefusedAuthorizationIsNotTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          tries.incrementAndGet();
          throw new AuthorizationException("log in again");
        };
    JobId job = engine.enqueueUserSync(ANNA, Priority.NORMAL);
    engine.startWorkers(1);

    JobStatus status = engine.await(job, LIMIT).orElseThrow();

    assertThat(status.state()).isEqualTo(JobState.FAILED);
    assertThat(status.error()).isEqualTo("log in again");
    assertThat(tries.get()).isEqualTo(1);
    assertThat(engine.status(ANNA).failed()).isEqualTo(1);
  }

  @Test
  void aLongLimitDefersTheJobToItsTimeAndUsesNoAttempt() throws InterruptedException {
    spotify.create(ANNA, "p1", "a");
    Instant opensAt = Instant.now().plusSeconds(80_000);
    spotify.beforeCall =
        call -> {
          throw new RateLimitedException("quota used up", opensAt);
        };
    JobId job = engine.enqueuePlaylistSync(ANNA, PlaylistId.of("p1"), Priority.NORMAL);
    engine.startWorkers(1);

    JobStatus status = awaitState(job, JobState.DEFERRED);

    assertThat(status.waiting()).isNotNull();
    assertThat(status.waiting().until()).isBetween(opensAt.minusMillis(1), opensAt.plus(LIMIT));
    assertThat(status.waiting().reason()).isEqualTo("quota used up");
    assertThat(status.tries().attempts()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void aHostWhoseClockIsWrongDefersForTheRightTime(int hours) throws InterruptedException {
    Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofHours(hours));
    spotify.create(ANNA, "p1", "a");
    spotify.beforeCall =
        call -> {
          throw new RateLimitedException("limited", wrong.instant().plusSeconds(1_000));
        };
    try (SyncEngine host =
        SyncEngine.builder().spotify(spotify).store(store).queue(queue).clock(wrong).build()) {
      JobId job = host.enqueuePlaylistSync(ANNA, PlaylistId.of("p1"), Priority.NORMAL);
      Instant begun = Instant.now();
      host.startWorkers(1);

      JobStatus status = awaitState(job, JobState.DEFERRED);

      assertThat(status.waiting()).isNotNull();
      assertThat(status.waiting().until())
          .isBetween(begun.plusSeconds(999), Instant.now().plusSeconds(1_000));
    }
  }

  @Test
  void aWaitInsideARunIsShownWithTheTimeAtWhichItGoesOnAndUntilItDoes() throws Exception {
    spotify.create(ANNA, "p1", "a");
    Instant opensAt = Instant.now().plusSeconds(50);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    spotify.onCall =
        call -> {
          call.waiting(opensAt, "Spotify's rate limit");
          await(goOn);
          call.waited(opensAt, "Spotify's rate limit");
          await(end);
        };
    // The heartbeat of these leases comes every ten seconds, too late for a short wait.
    try (InMemoryJobQueue slow = InMemoryJobQueue.create();
        SyncEngine other = SyncEngine.builder().spotify(spotify).store(store).queue(slow).build()) {
      JobId job = other.enqueuePlaylistSync(ANNA, PlaylistId.of("p1"), Priority.NORMAL);
      other.startWorkers(1);

      JobStatus waiting = awaitStatus(other, job, status -> status.waiting() != null);
      goOn.countDown();
      JobStatus goingOn = awaitStatus(other, job, status -> status.waiting() == null);
      end.countDown();

      assertThat(waiting.state()).isEqualTo(JobState.RUNNING);
      assertThat(waiting.waiting()).isEqualTo(new Wait(opensAt, "Spotify's rate limit"));
      assertThat(goingOn.state()).isEqualTo(JobState.RUNNING);
      assertThat(other.await(job, LIMIT).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    }
  }

  private static JobStatus awaitStatus(SyncEngine engine, JobId job, Predicate<JobStatus> reached) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    JobStatus status = engine.status(job).orElseThrow();
    while (!reached.test(status)) {
      assertThat(System.nanoTime()).as("%s", status).isLessThan(deadline);
      status = engine.await(job, Duration.ofMillis(20)).orElseThrow();
    }
    return status;
  }

  @Test
  void aRunningJobThatIsCanceledStopsBeforeItsNextCall() throws InterruptedException {
    spotify.create(ANNA, "p1", 300);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1")) {
            reading.countDown();
            await(asked);
          }
        };
    JobId job = engine.enqueuePlaylistSync(ANNA, PlaylistId.of("p1"), Priority.NORMAL);
    engine.startWorkers(1);
    await(reading);

    assertThat(engine.cancel(job)).isEqualTo(Cancellation.ASKED);
    asked.countDown();
    JobStatus status = engine.await(job, LIMIT).orElseThrow();

    assertThat(status.state()).isIn(JobState.CANCELED, JobState.SUCCEEDED);
  }

  @Test
  void closingHandsBackWhatDoesNotFinishInTime() throws InterruptedException {
    spotify.create(ANNA, "p1", "a");
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    spotify.beforeCall =
        call -> {
          reading.countDown();
          await(closing);
        };
    JobId job = engine.enqueuePlaylistSync(ANNA, PlaylistId.of("p1"), Priority.NORMAL);
    engine.startWorkers(1);
    await(reading);

    Thread closer = new Thread(engine::close);
    closer.start();
    closer.join(500);
    closing.countDown();
    closer.join(LIMIT.toMillis());

    JobStatus status = queue.status(job).orElseThrow();
    assertThat(status.state()).isIn(JobState.QUEUED, JobState.SUCCEEDED);
    assertThat(status.tries().leaseLosses()).isZero();
  }

  @Test
  void anIncompleteListSyncsWhatItHasAndTriesAgain() {
    for (int i = 0; i < 60; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    AtomicInteger failures = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          if (call.equals("list 50") && failures.getAndIncrement() < 3) {
            throw new SpotifyUnavailableException("502 for the list");
          }
        };
    JobId job = engine.enqueueUserSync(ANNA, Priority.NORMAL);
    engine.startWorkers(4);

    JobStatus status = engine.await(job, LIMIT).orElseThrow();

    assertThat(status.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(status.tries().attempts()).isEqualTo(2);
    assertThat(engine.library(ANNA)).hasSize(60);
  }

  @Test
  void urgentWorkWaitsForOnePageAndNoPageIsFetchedTwice() {
    spotify.create(ANNA, "low", 2_000);
    spotify.create(ANNA, "high", "h");
    AtomicBoolean asked = new AtomicBoolean();
    try (InMemoryJobQueue slowBeats = InMemoryJobQueue.create();
        SyncEngine single =
            SyncEngine.builder()
                .spotify(spotify)
                .store(store)
                .queue(slowBeats)
                .settings(SyncSettings.defaults().withPagesAtOnce(1))
                .build()) {
      spotify.beforeCall =
          call -> {
            if (call.equals("items low 500") && asked.compareAndSet(false, true)) {
              single.enqueuePlaylistSync(ANNA, PlaylistId.of("high"), Priority.HIGH);
            }
          };
      JobId low = single.enqueuePlaylistSync(ANNA, PlaylistId.of("low"), Priority.LOW);
      single.startWorkers(1);

      assertThat(single.await(low, LIMIT).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(single.status(low).orElseThrow().tries()).isEqualTo(new JobStatus.Tries(1, 0));
    }

    List<String> calls = spotify.calls();
    assertThat(calls.indexOf("playlist high")).isEqualTo(calls.indexOf("items low 500") + 1);
    assertThat(calls.stream().filter(call -> call.startsWith("items low"))).doesNotHaveDuplicates();
    assertThat(store.rows(PlaylistId.of("low"))).hasSize(2_000);
  }

  @Test
  void whatWaitsAlreadyIsNotQueuedTwice() {
    JobId first = engine.enqueueUserSync(ANNA, Priority.LOW);
    JobId second = engine.enqueueUserSync(ANNA, Priority.HIGH);

    assertThat(second).isEqualTo(first);
    assertThat(engine.status(first).orElseThrow().priority()).isEqualTo(Priority.HIGH);
    assertThat(engine.status(ANNA).waiting()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aUserWhoseSyncsAllFailIsSuspendedUntilOneSucceeds(
      SyncException refusal, Suspension.Reason reason) {
    spotify.create(ANNA, "p1", "a");
    engine.schedule(ANNA, Duration.ofHours(1));
    spotify.beforeCall =
        call -> {
          throw refusal;
        };
    JobId job = engine.enqueueUserSync(ANNA, Priority.NORMAL);
    engine.startWorkers(1);
    engine.await(job, LIMIT);

    assertThat(engine.status(ANNA).suspension()).extracting(Suspension::reason).isEqualTo(reason);
    assertThat(engine.report(job).orElseThrow().failure().suspends()).isEqualTo(reason);
    assertThat(queue.scheduleOf(JobSpec.user(ANNA)).orElseThrow().every())
        .isEqualTo(Duration.ofDays(1));

    spotify.beforeCall = call -> {};
    engine.syncUser(ANNA);
    assertThat(engine.status(ANNA).suspension()).isNull();
    new ScheduleReconciler(queue, parts(), Duration.ofMinutes(5)).reconcile();
    assertThat(queue.scheduleOf(JobSpec.user(ANNA)).orElseThrow().every())
        .isEqualTo(Duration.ofHours(1));
  }

  static List<Arguments> refusals() {
    return List.of(
        Arguments.of(
            new AuthorizationException("log in again"), Suspension.Reason.REAUTHORIZATION_NEEDED),
        Arguments.of(
            new AccessDeniedException(AccessDeniedException.Reason.INSUFFICIENT_SCOPE, "scope"),
            Suspension.Reason.INSUFFICIENT_SCOPE),
        Arguments.of(
            new AccessDeniedException(AccessDeniedException.Reason.USER_NOT_REGISTERED, "register"),
            Suspension.Reason.USER_NOT_REGISTERED));
  }

  @Test
  void aLapsedPremiumOfTheOwnerSuspendsNoUser() {
    spotify.create(ANNA, "p1", "a");
    spotify.beforeCall =
        call -> {
          throw new AccessDeniedException(AccessDeniedException.Reason.PREMIUM_REQUIRED, "premium");
        };

    engine.syncUser(ANNA);

    assertThat(engine.status(ANNA).suspension()).isNull();
  }

  @Test
  void anotherReasonReplacesTheFirst() {
    spotify.create(ANNA, "p1", "a");
    store.saveSuspension(ANNA, SUSPENDED);
    spotify.beforeCall =
        call -> {
          throw new AccessDeniedException(
              AccessDeniedException.Reason.USER_NOT_REGISTERED, "not on the list");
        };

    engine.syncUser(ANNA);

    assertThat(engine.status(ANNA).suspension())
        .extracting(Suspension::reason)
        .isEqualTo(Suspension.Reason.USER_NOT_REGISTERED);
  }

  @Test
  void aUserWhoAuthorizedAgainIsSyncedAsBefore() {
    engine.schedule(ANNA, Duration.ofHours(1));
    store.saveSuspension(ANNA, SUSPENDED);
    new ScheduleReconciler(queue, parts(), Duration.ofMinutes(5)).reconcile();
    assertThat(queue.scheduleOf(JobSpec.user(ANNA)).orElseThrow().every())
        .isEqualTo(Duration.ofDays(1));

    engine.reauthorized(ANNA);

    assertThat(engine.status(ANNA).suspension()).isNull();
    assertThat(queue.scheduleOf(JobSpec.user(ANNA)).orElseThrow().every())
        .isEqualTo(Duration.ofHours(1));
    assertThat(engine.status(ANNA).waiting()).isEqualTo(1);
  }

  @Test
  void aQueueThatLostEverythingIsGivenEachScheduledUserOnce() {
    UserId ben = UserId.of("ben");
    UserId carla = UserId.of("carla");
    engine.schedule(ANNA, Duration.ofHours(1));
    engine.schedule(ben, Duration.ofHours(1));
    engine.schedule(carla, Duration.ofHours(1));
    engine.syncUser(ben);
    engine.unschedule(carla);
    try (InMemoryJobQueue empty = InMemoryJobQueue.create()) {
      ScheduleReconciler reconciler = new ScheduleReconciler(empty, parts(), Duration.ofMinutes(5));

      reconciler.reconcile();
      reconciler.reconcile();

      assertThat(empty.scheduleOf(JobSpec.user(ANNA))).isPresent();
      assertThat(empty.scheduleOf(JobSpec.user(ben))).isPresent();
      assertThat(empty.scheduleOf(JobSpec.user(carla))).isEmpty();
      assertThat(empty.counts(ANNA).live()).as("overdue").isEqualTo(1);
      assertThat(empty.counts(ben).live()).as("synced just now").isZero();
    }
  }

  @Test
  void aScheduleThatSlowsDownWhileALostQueueIsRefilledIsGivenSlow() {
    engine.schedule(ANNA, Duration.ofHours(1));
    try (InMemoryJobQueue empty = InMemoryJobQueue.create()) {
      JobQueue meanwhile = mock(JobQueue.class, delegatesTo(empty));
      doAnswer(
              call -> {
                store.saveSuspension(ANNA, SUSPENDED);
                empty.unschedule(JobSpec.user(ANNA));
                return Optional.empty();
              })
          .when(meanwhile)
          .scheduleOf(JobSpec.user(ANNA));

      new ScheduleReconciler(meanwhile, parts(), Duration.ofMinutes(5)).reconcile();

      assertThat(empty.scheduleOf(JobSpec.user(ANNA)).orElseThrow().every())
          .isEqualTo(Duration.ofDays(1));
    }
  }

  private EngineParts parts() {
    return new EngineParts(
        spotify,
        store,
        List.of(),
        SyncSettings.defaults(),
        user -> LibraryRules.defaults(),
        new Parallel(Runnable::run),
        new AuthorizationExpiry(null, Duration.ZERO, Clock.systemUTC()),
        Clock.systemUTC(),
        Sleeper.system());
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> engine.startWorkers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count is 0");
    assertThatThrownBy(() -> engine.enqueueUserSync(ANNA, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("priority");
    assertThat(engine.status(JobId.of("nosuch"))).isEmpty();
  }

  private JobStatus awaitState(JobId job, JobState state) throws InterruptedException {
    String position = queue.events(null, Duration.ZERO).next();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    JobStatus status = engine.status(job).orElseThrow();
    while (status.state() != state && System.nanoTime() < deadline) {
      position = queue.events(position, Duration.ofMillis(200)).next();
      status = engine.status(job).orElseThrow();
    }
    assertThat(status.state()).isEqualTo(state);
    return status;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
