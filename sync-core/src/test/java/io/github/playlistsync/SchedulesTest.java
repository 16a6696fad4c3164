package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import java.time.Duration;
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
