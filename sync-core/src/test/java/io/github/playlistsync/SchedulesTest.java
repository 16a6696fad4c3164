package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.internal.jobs.ScheduleReconciler;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spi.queue.JobQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue has the schedules that the store has, whoever changes or suspends them meanwhile. */
class SchedulesTest extends EngineFixture {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final SyncSchedule HOURLY = SyncSchedule.every(ANNA, Duration.ofHours(1));

  private final InMemoryJobQueue queue = queue();

  @AfterEach
  void closeQueue() {
    queue.close();
  }

  /** A queue before whose every new schedule a host removes that of the user. */
  private JobQueue unscheduledMeanwhile() {
    JobQueue meanwhile = mock(JobQueue.class, delegatesTo(queue));
    doAnswer(
            call -> {
              store.dropSchedule(JobSpec.user(ANNA));
              queue.unschedule(JobSpec.user(ANNA));
              queue.schedule(call.getArgument(0));
              return null;
            })
        .when(meanwhile)
        .schedule(any());
    return meanwhile;
  }

  @Test
  void aScheduleThatIsRemovedWhileARefusalSlowsItDownStaysRemoved() {
    store.saveSchedule(HOURLY);
    queue.schedule(HOURLY);
    spotify.beforeCall =
        call -> {
          throw new AuthorizationException("log in again");
        };

    run(JobSpec.user(ANNA), unscheduledMeanwhile(), () -> false, events);

    assertThat(queue.scheduleOf(JobSpec.user(ANNA))).isEmpty();
  }

  @Test
  void aScheduleThatIsRemovedWhileItIsSetStaysRemoved() {
    try (SyncEngine host =
        SyncEngine.builder().spotify(spotify).store(store).queue(unscheduledMeanwhile()).build()) {
      host.schedule(ANNA, Duration.ofHours(1));
    }

    assertThat(queue.scheduleOf(JobSpec.user(ANNA))).isEmpty();
  }

  @Test
  void aScheduleThatIsSetWhileAnotherIsRemovedIsQueued() {
    SyncSchedule daily = SyncSchedule.every(ANNA, Duration.ofDays(1));
    store.saveSchedule(HOURLY);
    queue.schedule(HOURLY);
    JobQueue meanwhile = mock(JobQueue.class, delegatesTo(queue));
    AtomicBoolean isSet = new AtomicBoolean();
    doAnswer(
            call -> {
              if (!isSet.getAndSet(true)) {
                store.saveSchedule(daily);
                queue.schedule(daily);
              }
              return queue.unschedule(call.getArgument(0));
            })
        .when(meanwhile)
        .unschedule(any());

    try (SyncEngine host =
        SyncEngine.builder().spotify(spotify).store(store).queue(meanwhile).build()) {
      assertThat(host.unschedule(ANNA)).isTrue();
    }

    assertThat(queue.schedules(null, 10)).containsExactly(daily);
  }

  @Test
  void whatIsOverdueGetsNoJobOnceItsScheduleIsRemoved() {
    store.saveSchedule(HOURLY);
    JobQueue meanwhile = mock(JobQueue.class, delegatesTo(queue));
    doAnswer(
            call -> {
              store.dropSchedule(HOURLY.spec());
              return queue.scheduleOf(HOURLY.spec());
            })
        .when(meanwhile)
        .scheduleOf(HOURLY.spec());

    reconcile(meanwhile);

    assertThat(queue.schedules(null, 10)).isEmpty();
    assertThat(queue.counts(ANNA).live()).isZero();
  }

  private ScheduleReconciler reconciler(JobQueue repaired, Duration period) {
    return new ScheduleReconciler(repaired, parts(events), period);
  }

  private void reconcile(JobQueue repaired) {
    reconciler(repaired, Duration.ofMinutes(5)).reconcile();
  }

  @Test
  void aScheduleThatOnlyTheQueueHasEnds() {
    JobSpec road = JobSpec.playlist(ANNA, PlaylistId.of("road"));
    store.saveSchedule(SyncSchedule.every(road, Duration.ofHours(3)));
    queue.schedule(HOURLY);
    queue.schedule(
        SyncSchedule.every(JobSpec.playlist(BEN, PlaylistId.of("road")), Duration.ofHours(2)));

    reconcile(queue);

    assertThat(queue.schedules(null, 10))
        .containsExactly(SyncSchedule.every(road, Duration.ofHours(3)));
  }

  @Test
  void aPlaylistIsSyncedOnItsOwnSchedule() {
    try (SyncEngine jobs = withWorkers(queue)) {
      jobs.schedule(ANNA, PlaylistId.of("road"), Duration.ofHours(1));
      jobs.schedule(ANNA, Duration.ofHours(6));
      jobs.schedule(ANNA, PlaylistId.of("gym"), Duration.ofHours(2));

      assertThat(jobs.schedules(ANNA))
          .containsExactly(
              SyncSchedule.every(ANNA, Duration.ofHours(6)),
              SyncSchedule.every(JobSpec.playlist(ANNA, PlaylistId.of("gym")), Duration.ofHours(2)),
              SyncSchedule.every(
                  JobSpec.playlist(ANNA, PlaylistId.of("road")), Duration.ofHours(1)));
      assertThat(jobs.unschedule(ANNA)).isTrue();
      assertThat(jobs.unschedule(ANNA, PlaylistId.of("road"))).isTrue();
      assertThat(jobs.unschedule(ANNA, PlaylistId.of("road"))).isFalse();
      assertThat(jobs.schedules(ANNA)).isEqualTo(queue.schedules(null, 10)).hasSize(1);
      assertThatThrownBy(() -> jobs.schedule(BEN, PlaylistId.likedSongs(ANNA), Duration.ofHours(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatSuspendsAUserSlowsAllTheirSchedulesDownUntilItEnds() {
    SyncSchedule road =
        SyncSchedule.every(JobSpec.playlist(ANNA, PlaylistId.of("road")), Duration.ofHours(2));
    List.of(HOURLY, road).forEach(store::saveSchedule);
    List.of(HOURLY, road).forEach(queue::schedule);
    spotify.beforeCall =
        call -> {
          throw new AuthorizationException("log in again");
        };

    run(JobSpec.user(ANNA), queue, () -> false, events);
    assertThat(queue.schedules(null, 10))
        .extracting(SyncSchedule::every)
        .containsExactly(Duration.ofDays(1), Duration.ofDays(1));

    try (SyncEngine host =
        SyncEngine.builder().spotify(spotify).store(store).queue(queue).build()) {
      host.reauthorized(ANNA);
    }
    assertThat(queue.schedules(null, 10)).containsExactly(HOURLY, road);
    assertThat(queue.jobs(JobFilter.all()).jobs())
        .extracting(JobStatus::spec)
        .containsExactlyInAnyOrder(HOURLY.spec(), road.spec());
  }

  @Test
  void aPlaylistThatIsOverdueWhenTheQueueLosesItsDataIsSynced() {
    JobSpec never = JobSpec.playlist(ANNA, PlaylistId.of("never"));
    store.saveSchedule(SyncSchedule.every(never, Duration.ofHours(1)));

    reconcile(queue);

    assertThat(queue.scheduleOf(never)).isPresent();
    assertThat(queue.jobs(JobFilter.all()).jobs())
        .extracting(JobStatus::spec)
        .containsExactly(never);
  }

  @Test
  void aScheduleThatTheDatabaseHasOtherwiseIsReplaced() {
    store.saveSchedule(HOURLY);
    queue.schedule(SyncSchedule.every(ANNA, Duration.ofDays(3)));

    reconcile(queue);

    assertThat(queue.scheduleOf(JobSpec.user(ANNA))).contains(HOURLY);
    assertThat(queue.counts(ANNA).live()).isZero();
  }

  @Test
  void aScheduleThatIsNeverDueIsSetAgain() {
    store.saveSchedule(HOURLY);
    queue.schedule(HOURLY);
    JobQueue lost = mock(JobQueue.class, delegatesTo(queue));
    AtomicBoolean isLost = new AtomicBoolean(true);
    doAnswer(call -> isLost.get() ? Optional.empty() : queue.nextDue(JobSpec.user(ANNA)))
        .when(lost)
        .nextDue(JobSpec.user(ANNA));
    doAnswer(
            call -> {
              isLost.set(false);
              return queue.unschedule(JobSpec.user(ANNA));
            })
        .when(lost)
        .unschedule(JobSpec.user(ANNA));

    reconcile(lost);

    assertThat(isLost).as("what would be no change is made one").isFalse();
    assertThat(queue.scheduleOf(JobSpec.user(ANNA))).contains(HOURLY);
    assertThat(queue.counts(ANNA).live()).as("overdue").isEqualTo(1);
  }

  @Test
  void aScheduleOfOddTimesIsTheOneThatAQueueOfMillisecondsHas() {
    Duration odd = Duration.ofHours(1).dividedBy(7);
    store.saveSchedule(SyncSchedule.every(ANNA, odd));
    queue.schedule(
        new SyncSchedule(
            HOURLY.spec(),
            Duration.ofMillis(odd.toMillis()),
            Duration.ofMillis(odd.dividedBy(10).toMillis()),
            Priority.LOW));
    JobQueue asked = mock(JobQueue.class, delegatesTo(queue));

    reconcile(asked);

    verify(asked, never()).schedule(any());
  }

  @Test
  void aUserWhoseScheduleFailsKeepsNoOtherFromTheirs() {
    store.saveSchedule(HOURLY);
    store.saveSchedule(SyncSchedule.every(BEN, Duration.ofHours(2)));
    JobQueue broken = mock(JobQueue.class, delegatesTo(queue));
    doThrow(new IllegalStateException("cannot be read"))
        .when(broken)
        .scheduleOf(JobSpec.user(ANNA));

    reconcile(broken);

    assertThat(queue.scheduleOf(JobSpec.user(ANNA))).isEmpty();
    assertThat(queue.scheduleOf(JobSpec.user(BEN))).isPresent();
  }

  @Test
  void whateverIsThrownEndsNoReconciler() throws Exception {
    store.saveSchedule(HOURLY);
    JobQueue broken = mock(JobQueue.class, delegatesTo(queue));
    CountDownLatch repaired = new CountDownLatch(1);
    doThrow(new QueueUnavailableException("away"))
        .doThrow(new IllegalStateException("a bug"))
        .doThrow(new AssertionError("another"))
        .doAnswer(call -> queue.scheduleOf(JobSpec.user(ANNA)))
        .when(broken)
        .scheduleOf(JobSpec.user(ANNA));
    doAnswer(
            call -> {
              queue.schedule(call.getArgument(0));
              repaired.countDown();
              return null;
            })
        .when(broken)
        .schedule(any());
    Thread thread = new Thread(reconciler(broken, Duration.ofMillis(1)));
    thread.start();

    assertThat(repaired.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    thread.join();

    assertThat(queue.scheduleOf(JobSpec.user(ANNA))).contains(HOURLY);
  }

  @Test
  void aQueueThatLosesItsDataHasTheSchedulesAgainAfterTheTimeOfTheSettings() throws Exception {
    CountDownLatch givenAgain = new CountDownLatch(2);
    JobQueue counting = mock(JobQueue.class, delegatesTo(queue));
    doAnswer(
            call -> {
              queue.schedule(call.getArgument(0));
              givenAgain.countDown();
              return null;
            })
        .when(counting)
        .schedule(any());
    try (SyncEngine host =
        SyncEngine.builder()
            .spotify(spotify)
            .store(store)
            .queue(counting)
            .workers(WorkerSettings.defaults().withScheduleCheck(Duration.ofMillis(20)))
            .build()) {
      host.schedule(ANNA, Duration.ofHours(1));
      host.startWorkers(1);
      queue.unschedule(JobSpec.user(ANNA));

      assertThat(givenAgain.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    assertThat(queue.scheduleOf(JobSpec.user(ANNA))).contains(HOURLY);
  }

  @Test
  void aRunWithTheOldAuthorizationIsFollowedByOneWithTheNew() {
    store.saveSchedule(HOURLY);
    try (SyncEngine jobs = withWorkers(queue)) {
      AtomicBoolean old = new AtomicBoolean(true);
      spotify.beforeCall =
          call -> {
            if (old.getAndSet(false)) {
              jobs.reauthorized(ANNA);
              throw new AuthorizationException("log in again");
            }
          };
      jobs.startWorkers(1);
      JobId refused = jobs.enqueueUserSync(ANNA, Priority.NORMAL);
      assertThat(jobs.await(refused, LIMIT).orElseThrow().state()).isEqualTo(JobState.FAILED);
      JobId next = jobs.jobs(JobFilter.all()).jobs().get(0).id();

      assertThat(jobs.await(next, LIMIT).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    }

    assertThat(store.user(ANNA).suspension()).isNull();
  }

  @Test
  void aRefusalOfARunThatBeganBeforeTheLastSyncSuspendsNobody() {
    AtomicBoolean old = new AtomicBoolean(true);
    spotify.beforeCall =
        call -> {
          if (old.getAndSet(false)) {
            time.advance(Duration.ofSeconds(1));
            engine.syncUser(ANNA);
            throw new AuthorizationException("log in again");
          }
        };

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.FAILED);

    assertThat(store.user(ANNA).suspension()).isNull();
  }
}
