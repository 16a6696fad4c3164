package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.internal.jobs.ScheduleReconciler;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spi.queue.JobQueue;
import java.time.Duration;
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
              store.dropSchedule(ANNA);
              queue.unschedule(ANNA);
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

    assertThat(queue.scheduleOf(ANNA)).isEmpty();
  }

  @Test
  void aScheduleThatIsRemovedWhileItIsSetStaysRemoved() {
    try (SyncEngine host =
        SyncEngine.builder().spotify(spotify).store(store).queue(unscheduledMeanwhile()).build()) {
      host.schedule(ANNA, Duration.ofHours(1));
    }

    assertThat(queue.scheduleOf(ANNA)).isEmpty();
  }

  @Test
  void aScheduleThatOnlyTheQueueHasEndsWithItsNextJob() {
    queue.schedule(HOURLY);
    try (SyncEngine jobs = withWorkers(queue)) {
      jobs.startWorkers(1);
      JobId job = jobs.enqueueUserSync(ANNA, HOURLY.priority());

      assertThat(jobs.await(job, LIMIT).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    }

    assertThat(queue.scheduleOf(ANNA)).isEmpty();
  }

  private ScheduleReconciler reconciler(JobQueue repaired, Duration period) {
    return new ScheduleReconciler(repaired, parts(events), period);
  }

  private void reconcile(JobQueue repaired) {
    reconciler(repaired, Duration.ofMinutes(5)).reconcile();
  }

  @Test
  void aScheduleThatTheDatabaseHasOtherwiseIsReplaced() {
    store.saveSchedule(HOURLY);
    queue.schedule(SyncSchedule.every(ANNA, Duration.ofDays(3)));

    reconcile(queue);

    assertThat(queue.scheduleOf(ANNA)).contains(HOURLY);
    assertThat(queue.counts(ANNA).live()).isZero();
  }

  @Test
  void aScheduleThatIsNeverDueIsSetAgain() {
    store.saveSchedule(HOURLY);
    queue.schedule(HOURLY);
    JobQueue lost = mock(JobQueue.class, delegatesTo(queue));
    AtomicBoolean isLost = new AtomicBoolean(true);
    doAnswer(call -> isLost.get() ? Optional.empty() : queue.nextDue(ANNA))
        .when(lost)
        .nextDue(ANNA);
    doAnswer(
            call -> {
              isLost.set(false);
              return queue.unschedule(ANNA);
            })
        .when(lost)
        .unschedule(ANNA);

    reconcile(lost);

    assertThat(isLost).as("what would be no change is made one").isFalse();
    assertThat(queue.scheduleOf(ANNA)).contains(HOURLY);
    assertThat(queue.counts(ANNA).live()).as("overdue").isEqualTo(1);
  }

  @Test
  void aUserWhoseScheduleFailsKeepsNoOtherFromTheirs() {
    store.saveSchedule(HOURLY);
    store.saveSchedule(SyncSchedule.every(BEN, Duration.ofHours(2)));
    JobQueue broken = mock(JobQueue.class, delegatesTo(queue));
    doThrow(new IllegalStateException("cannot be read")).when(broken).scheduleOf(ANNA);

    reconcile(broken);

    assertThat(queue.scheduleOf(ANNA)).isEmpty();
    assertThat(queue.scheduleOf(BEN)).isPresent();
  }

  @Test
  void whateverIsThrownEndsNoReconciler() throws Exception {
    store.saveSchedule(HOURLY);
    JobQueue broken = mock(JobQueue.class, delegatesTo(queue));
    CountDownLatch repaired = new CountDownLatch(1);
    doThrow(new QueueUnavailableException("away"))
        .doThrow(new IllegalStateException("a bug"))
        .doThrow(new AssertionError("another"))
        .doAnswer(call -> queue.scheduleOf(ANNA))
        .when(broken)
        .scheduleOf(ANNA);
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

    assertThat(queue.scheduleOf(ANNA)).contains(HOURLY);
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
      queue.unschedule(ANNA);

      assertThat(givenAgain.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    assertThat(queue.scheduleOf(ANNA)).contains(HOURLY);
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
