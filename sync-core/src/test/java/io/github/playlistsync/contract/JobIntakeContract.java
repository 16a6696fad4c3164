package io.github.playlistsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobQueue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every queue holds to when jobs come in. */
public abstract class JobIntakeContract extends JobQueueFixture {

  @Test
  void anAcceptedJobWaitsAndCanBeSeen() {
    JobQueue queue = queue();

    JobId job = queue.enqueue(playlist(ALICE, "p1"), Priority.LOW);

    JobStatus status = status(queue, job);
    assertThat(status.id()).isEqualTo(job);
    assertThat(status.spec()).isEqualTo(playlist(ALICE, "p1"));
    assertThat(status.state()).isEqualTo(JobState.QUEUED);
    assertThat(status.priority()).isEqualTo(Priority.LOW);
    assertThat(status.tries()).isEqualTo(new JobStatus.Tries(0, 0));
    assertThat(status.progress()).isEqualTo(Progress.NONE);
    assertThat(status.children()).isEqualTo(JobStatus.Children.NONE);
    assertThat(status.times().started()).isNull();
    assertThat(status.times().ended()).isNull();
    assertThat(status.times().created()).isBetween(now().minusSeconds(20), now().plusSeconds(20));
    assertThat(status.worker()).isNull();
    assertThat(status.parent()).isNull();
    assertThat(status.result()).isNull();
    assertThat(status.error()).isNull();
  }

  @Test
  void everyKindOfWorkComesBackAsItWasGiven() {
    JobQueue queue = queue();
    JobSpec library = JobSpec.user(BOB);
    JobSpec liked = JobSpec.playlist(BOB, io.github.playlistsync.model.PlaylistId.likedSongs(BOB));

    queue.enqueue(library, Priority.NORMAL);
    queue.enqueue(liked, Priority.NORMAL);

    assertThat(claim(queue, 2)).extracting(JobLease::spec).containsExactly(library, liked);
  }

  @Test
  void workThatWaitsIsNotQueuedTwice() {
    JobQueue queue = queue();

    JobId first = enqueue(queue, ALICE, "p1");
    JobId second = enqueue(queue, ALICE, "p1");

    assertThat(second).isEqualTo(first);
    assertThat(claim(queue, 10)).hasSize(1);
  }

  @Test
  void oneUsersWorkIsNotAnothers() {
    JobQueue queue = queue();

    JobId alices = enqueue(queue, ALICE, "p1");
    JobId bobs = enqueue(queue, BOB, "p1");

    assertThat(bobs).isNotEqualTo(alices);
    assertThat(claim(queue, 10)).hasSize(2);
  }

  @Test
  void aMoreUrgentRequestRaisesThePriority() {
    JobQueue queue = queue();
    JobId slow = queue.enqueue(playlist(ALICE, "p1"), Priority.LOW);
    enqueue(queue, BOB, "p2");

    queue.enqueue(playlist(ALICE, "p1"), Priority.HIGH);

    assertThat(status(queue, slow).priority()).isEqualTo(Priority.HIGH);
    assertThat(claimOne(queue).job()).isEqualTo(slow);
  }

  @Test
  void aLessUrgentRequestLowersNothing() {
    JobQueue queue = queue();
    JobId job = queue.enqueue(playlist(ALICE, "p1"), Priority.HIGH);

    queue.enqueue(playlist(ALICE, "p1"), Priority.LOW);

    assertThat(status(queue, job).priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  void workThatRunsIsDoneOnceMoreAfterwards() {
    JobQueue queue = queue();
    JobId first = enqueue(queue, ALICE, "p1");
    JobLease running = claimOne(queue);

    JobId second = enqueue(queue, ALICE, "p1");

    assertThat(second).isNotEqualTo(first);
    assertThat(state(queue, second)).isEqualTo(JobState.QUEUED);
    assertThat(claim(queue, 10)).isEmpty();
    settle(queue, running, DONE);
    assertThat(state(queue, first)).isEqualTo(JobState.SUCCEEDED);
    assertThat(claimOne(queue).job()).isEqualTo(second);
  }

  @Test
  void furtherRequestsJoinTheOneThatIsHeldBack() {
    JobQueue queue = queue();
    enqueue(queue, ALICE, "p1");
    JobLease running = claimOne(queue);
    JobId second = enqueue(queue, ALICE, "p1");

    JobId third = queue.enqueue(playlist(ALICE, "p1"), Priority.HIGH);

    assertThat(third).isEqualTo(second);
    settle(queue, running, DONE);
    assertThat(ids(claim(queue, 10))).containsExactly(second);
    assertThat(status(queue, second).priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  void workWhoseJobWaitsForChildrenIsDoneOnceMoreAfterwards() {
    JobQueue queue = queue();
    JobId parent = queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);
    settle(queue, claimOne(queue), fanOut(playlist(ALICE, "p1")));

    JobId again = queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);

    assertThat(again).isNotEqualTo(parent);
    settle(queue, claimOne(queue), DONE);
    assertThat(state(queue, parent)).isEqualTo(JobState.SUCCEEDED);
    assertThat(claimOne(queue).job()).isEqualTo(again);
  }

  @Test
  void workThatEndedIsQueuedAnew() {
    JobQueue queue = queue();
    JobId first = enqueue(queue, ALICE, "p1");
    settle(queue, claimOne(queue), DONE);

    JobId second = enqueue(queue, ALICE, "p1");

    assertThat(second).isNotEqualTo(first);
    assertThat(claimOne(queue).job()).isEqualTo(second);
    assertThat(state(queue, first)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void manyAreAcceptedInTheirOrder() {
    JobQueue queue = queue();

    List<JobId> jobs =
        queue.enqueueAll(
            List.of(playlist(ALICE, "a"), playlist(BOB, "b"), playlist(ALICE, "a")),
            Priority.NORMAL);

    assertThat(jobs).hasSize(3);
    assertThat(jobs.get(2)).isEqualTo(jobs.get(0));
    assertThat(status(queue, jobs.get(0)).spec()).isEqualTo(playlist(ALICE, "a"));
    assertThat(status(queue, jobs.get(1)).spec()).isEqualTo(playlist(BOB, "b"));
    assertThat(queue.enqueueAll(List.of(), Priority.NORMAL)).isEmpty();
  }

  @Test
  void ensuringQueuesWhatIsMissingAndNothingElse() {
    JobQueue queue = queue();
    JobId running = enqueue(queue, ALICE, "runs");
    claimOne(queue);
    JobId waiting = queue.enqueue(playlist(ALICE, "waits"), Priority.LOW);

    List<JobId> jobs =
        queue.ensureAll(
            List.of(playlist(ALICE, "runs"), playlist(ALICE, "waits"), playlist(ALICE, "missing")),
            Priority.HIGH);

    assertThat(jobs.subList(0, 2)).containsExactly(running, waiting);
    assertThat(status(queue, waiting).priority()).isEqualTo(Priority.LOW);
    assertThat(ids(claim(queue, 10))).containsExactly(jobs.get(2), waiting);
    assertThat(queue.ensureAll(List.of(), Priority.HIGH)).isEmpty();
  }

  @Test
  void nullIsRefusedByName() {
    JobQueue queue = queue();

    assertThatNullPointerException()
        .isThrownBy(() -> queue.enqueue(null, Priority.NORMAL))
        .withMessageContaining("spec");
    assertThatNullPointerException()
        .isThrownBy(() -> queue.enqueue(playlist(ALICE, "p1"), null))
        .withMessageContaining("priority");
    assertThatNullPointerException()
        .isThrownBy(() -> queue.enqueueAll(null, Priority.NORMAL))
        .withMessageContaining("specs");
    assertThatNullPointerException()
        .isThrownBy(() -> queue.ensureAll(null, Priority.NORMAL))
        .withMessageContaining("specs");
  }

  @Test
  void aClosedQueueRefusesToWork() {
    JobQueue queue = queue();

    queue.close();
    queue.close();

    assertThatIllegalStateException().isThrownBy(() -> enqueue(queue, ALICE, "p1"));
    assertThatIllegalStateException().isThrownBy(() -> claim(queue, 1));
  }
}
