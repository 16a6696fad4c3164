package io.github.playlistsync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.QueueRepair;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every queue holds to when people interfere. */
public abstract class JobControlContract extends JobQueueFixture {

  @Test
  void aJobThatWaitsIsCanceledAtOnce() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");

    assertThat(queue.cancel(job)).isEqualTo(Cancellation.DONE);

    assertThat(state(queue, job)).isEqualTo(JobState.CANCELED);
    assertThat(status(queue, job).times().ended()).isNotNull();
    assertThat(claim(queue, 1)).isEmpty();
    assertThat(enqueue(queue, ALICE, "p1")).isNotEqualTo(job);
  }

  @Test
  void aDeferredJobIsCanceledAtOnce() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    settle(queue, claimOne(queue), new JobOutcome.Deferred(Duration.ofSeconds(60), "limited"));

    assertThat(queue.cancel(job)).isEqualTo(Cancellation.DONE);

    assertThat(state(queue, job)).isEqualTo(JobState.CANCELED);
    assertThat(status(queue, job).waiting()).isNull();
    passTime(Duration.ofSeconds(61));
    assertThat(claim(queue, 1)).isEmpty();
  }

  @Test
  void aJobThatIsHeldBackIsCanceledAtOnce() {
    JobQueue queue = queue();
    enqueue(queue, ALICE, "p1");
    JobLease running = claimOne(queue);
    JobId heldBack = enqueue(queue, ALICE, "p1");

    assertThat(queue.cancel(heldBack)).isEqualTo(Cancellation.DONE);

    settle(queue, running, DONE);
    assertThat(state(queue, running.job())).isEqualTo(JobState.SUCCEEDED);
    assertThat(claim(queue, 1)).isEmpty();
  }

  @Test
  void aJobThatRunsIsTold() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    JobLease lease = claimOne(queue);

    assertThat(queue.cancel(job)).isEqualTo(Cancellation.ASKED);

    assertThat(state(queue, job)).isEqualTo(JobState.RUNNING);
    assertThat(queue.heartbeat(List.of(new Heartbeat(lease, Progress.NONE))))
        .containsExactly(Directive.CANCEL);
    settle(queue, lease, new JobOutcome.Canceled());
    assertThat(state(queue, job)).isEqualTo(JobState.CANCELED);
  }

  @Test
  void aJobThatEndsOfItselfAfterAllIsNotCanceled() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    JobLease lease = claimOne(queue);
    queue.cancel(job);

    settle(queue, lease, DONE);

    assertThat(state(queue, job)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void aJobWhoseEndIsWantedDoesNotComeBack() {
    for (JobOutcome outcome :
        List.of(
            new JobOutcome.HandedBack(),
            new JobOutcome.Retry(Duration.ofSeconds(5), "broken"),
            new JobOutcome.Deferred(Duration.ofSeconds(60), "limited"))) {
      JobQueue queue = queue();
      JobId job = enqueue(queue, ALICE, "p1");
      JobLease lease = claimOne(queue);
      queue.cancel(job);

      settle(queue, lease, outcome);

      assertThat(state(queue, job)).as("after %s", outcome).isEqualTo(JobState.CANCELED);
    }
  }

  @Test
  void aJobWhoseEndIsWantedEndsWithItsLease() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    claimOne(queue);
    queue.cancel(job);

    passTime(SETTINGS.lease().plusSeconds(1));

    assertThat(claim(queue, 1)).isEmpty();
    assertThat(state(queue, job)).isEqualTo(JobState.CANCELED);
  }

  @Test
  void whatHasEndedOrIsUnknownCannotBeCanceled() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    settle(queue, claimOne(queue), DONE);

    assertThat(queue.cancel(job)).isEqualTo(Cancellation.TOO_LATE);
    assertThat(state(queue, job)).isEqualTo(JobState.SUCCEEDED);
    assertThat(queue.cancel(JobId.random())).isEqualTo(Cancellation.UNKNOWN);
  }

  @Test
  void aJobThatFailedIsTriedAgainAsANewOne() {
    JobQueue queue = queue();
    JobId failed = queue.enqueue(playlist(ALICE, "p1"), Priority.HIGH);
    settle(queue, claimOne(queue), new JobOutcome.Failed("broken", null));

    JobId again = queue.retry(failed).orElseThrow();

    assertThat(again).isNotEqualTo(failed);
    assertThat(state(queue, failed)).isEqualTo(JobState.FAILED);
    JobStatus status = status(queue, again);
    assertThat(status.spec()).isEqualTo(playlist(ALICE, "p1"));
    assertThat(status.priority()).isEqualTo(Priority.HIGH);
    assertThat(claimOne(queue).attempt()).isEqualTo(1);
  }

  @Test
  void tryingAgainJoinsWhatWaitsAlready() {
    JobQueue queue = queue();
    JobId failed = enqueue(queue, ALICE, "p1");
    settle(queue, claimOne(queue), new JobOutcome.Failed("broken", null));
    JobId waiting = enqueue(queue, ALICE, "p1");

    assertThat(queue.retry(failed)).contains(waiting);
  }

  @Test
  void onlyWhatFailedOrWasCanceledCanBeTriedAgain() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    assertThat(queue.retry(job)).isEmpty();
    settle(queue, claimOne(queue), DONE);
    assertThat(queue.retry(job)).isEmpty();
    assertThat(queue.retry(JobId.random())).isEmpty();

    JobId canceled = enqueue(queue, ALICE, "p2");
    queue.cancel(canceled);
    assertThat(queue.retry(canceled)).isPresent();
  }

  @Test
  void aPausedQueueGivesNothingOut() {
    JobQueue queue = queue();
    enqueue(queue, ALICE, "p1");
    JobLease running = claimOne(queue);
    enqueue(queue, BOB, "p2");

    queue.pause();
    queue.pause();

    enqueue(queue, CAROL, "p3");
    assertThat(claim(queue, 10)).isEmpty();
    assertThat(settle(queue, running, DONE).refused()).isEmpty();
    queue.resume();
    queue.resume();
    assertThat(claim(queue, 10)).hasSize(2);
  }

  @Test
  void aPausedUserIsPassedOver() {
    JobQueue queue = queue();
    JobId waiting = enqueue(queue, ALICE, "p1");
    queue.pause(ALICE);
    JobId bobs = enqueue(queue, BOB, "p2");
    JobId added = enqueue(queue, ALICE, "p3");

    assertThat(queue.isPaused(ALICE)).isTrue();
    assertThat(queue.isPaused(BOB)).isFalse();
    assertThat(ids(claim(queue, 10))).containsExactly(bobs);

    assertThat(queue.resume(ALICE)).isTrue();
    assertThat(queue.resume(ALICE)).isFalse();
    assertThat(queue.isPaused(ALICE)).isFalse();
    assertThat(ids(claim(queue, 10))).containsExactly(waiting, added);
  }

  @Test
  void resumingTheQueueDoesNotResumeItsUsers() {
    JobQueue queue = queue();
    enqueue(queue, ALICE, "p1");
    queue.pause(ALICE);
    queue.pause();

    queue.resume();

    assertThat(claim(queue, 10)).isEmpty();
    assertThat(queue.isPaused(ALICE)).isTrue();
  }

  @Test
  void aRepairFindsNothingInASoundQueue() {
    JobQueue queue = queue(SETTINGS.withUserLimit(2));
    assertThat(queue.repair()).isEqualTo(new QueueRepair(0, 0, 0, List.of()));

    makeJobsInEveryState(queue);

    long jobs = jobs(queue).size();
    assertThat(queue.counts().byState().keySet()).containsExactlyInAnyOrder(JobState.values());
    assertThat(queue.repair()).isEqualTo(new QueueRepair(jobs, 0, 0, List.of()));
    assertThat(queue.repair().isRight()).isTrue();
    passTime(Duration.ofDays(1));
    assertThat(queue.repair().findings()).isEmpty();
  }

  @Test
  void aRepairChangesNothingThatIsRight() {
    JobQueue queue = queue(SETTINGS.withUserLimit(2));
    JobLease running = makeJobsInEveryState(queue);
    List<JobStatus> before = jobs(queue);
    Instant due = queue.nextDue(JobSpec.user(BOB)).orElseThrow();

    queue.repair();

    assertThat(jobs(queue)).isEqualTo(before);
    assertThat(queue.nextDue(JobSpec.user(BOB))).contains(due);
    assertThat(queue.heartbeat(List.of(new Heartbeat(running, Progress.NONE))))
        .containsExactly(Directive.GO_ON);
    assertThat(settle(queue, running, DONE).refused()).isEmpty();
    assertThat(claim(queue, 10)).extracting(JobLease::spec).contains(running.spec());
  }

  /** Returns the lease of a job that holds back another. */
  private JobLease makeJobsInEveryState(JobQueue queue) {
    SyncSchedule hourly =
        new SyncSchedule(JobSpec.user(CAROL), Duration.ofHours(1), Duration.ZERO, Priority.NORMAL);
    queue.schedule(hourly);
    queue.pause(CAROL);
    enqueue(queue, CAROL, "p1");
    passTime(Duration.ofHours(2));
    assertThat(claim(queue, 1)).isEmpty();
    queue.enqueue(JobSpec.user(ALICE), Priority.HIGH);
    settle(queue, claimOne(queue), fanOut(playlist(ALICE, "c1"), playlist(ALICE, "c2")));
    settle(queue, claimOne(queue), DONE);
    queue.cancel(enqueue(queue, ALICE, "p1"));
    queue.enqueue(playlist(ALICE, "p2"), Priority.HIGH);
    settle(queue, claimOne(queue), new JobOutcome.Failed("broken", null));
    queue.enqueue(playlist(ALICE, "p3"), Priority.HIGH);
    settle(queue, claimOne(queue), new JobOutcome.Deferred(Duration.ofSeconds(20), "limited"));
    for (int i = 4; i < 8; i++) {
      queue.enqueue(playlist(ALICE, i), Priority.HIGH);
    }
    claim(queue, 2);
    JobId held = enqueue(queue, BOB, "p1");
    JobLease running = claimOne(queue);
    assertThat(running.job()).isEqualTo(held);
    enqueue(queue, BOB, "p1");
    queue.schedule(
        new SyncSchedule(JobSpec.user(BOB), Duration.ofHours(1), Duration.ZERO, Priority.LOW));
    return running;
  }

  private static List<JobStatus> jobs(JobQueue queue) {
    return Stream.of(ALICE, BOB, CAROL)
        .flatMap(user -> queue.jobs(JobFilter.ofUser(user).limitedTo(100)).jobs().stream())
        .toList();
  }
}
