package io.github.playlistsync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every queue holds to when a job splits its work into others. */
public abstract class JobFamilyContract extends JobQueueFixture {

  @Test
  void aJobThatSplitsItsWorkWaitsForIt() {
    JobQueue queue = queue(SETTINGS.withUserLimit(1));
    JobId parent = split(queue, playlist(ALICE, "p1"), playlist(ALICE, "p2"));

    assertThat(state(queue, parent)).isEqualTo(JobState.WAITING);
    assertThat(status(queue, parent).result()).isEqualTo("planned");
    assertThat(status(queue, parent).tries().attempts()).isEqualTo(1);
    JobLease first = claimOne(queue);
    assertThat(status(queue, first.job()).parent()).isEqualTo(parent);
    settle(queue, first, DONE);
    assertThat(status(queue, parent).children()).isEqualTo(new JobStatus.Children(2, 1, 0, 0));
    assertThat(state(queue, parent)).isEqualTo(JobState.WAITING);
    settle(queue, claimOne(queue), DONE);

    assertThat(state(queue, parent)).isEqualTo(JobState.SUCCEEDED);
    assertThat(status(queue, parent).children()).isEqualTo(new JobStatus.Children(2, 2, 0, 0));
    assertThat(status(queue, parent).times().ended()).isNotNull();
  }

  @Test
  void aChildThatFailsFailsItsParentAtTheEnd() {
    JobQueue queue = queue();
    JobId parent = split(queue, playlist(ALICE, "p1"), playlist(ALICE, "p2"));
    List<JobLease> children = claim(queue, 2);

    settle(queue, children.get(0), new JobOutcome.Failed("gone", null));
    assertThat(state(queue, parent)).isEqualTo(JobState.WAITING);
    settle(queue, children.get(1), DONE);

    assertThat(state(queue, parent)).isEqualTo(JobState.FAILED);
    assertThat(status(queue, parent).error()).isEqualTo("1 of 2 jobs failed");
    assertThat(status(queue, parent).children()).isEqualTo(new JobStatus.Children(2, 1, 1, 0));
  }

  @Test
  void aChildThatIsCanceledCancelsItsParentAtTheEnd() {
    JobQueue queue = queue();
    JobId parent = split(queue, playlist(ALICE, "p1"), playlist(ALICE, "p2"));
    JobLease first = claimOne(queue);
    JobId second = queue.jobs(JobFilter.childrenOf(parent)).jobs().get(1).id();

    queue.cancel(second);
    assertThat(state(queue, parent)).isEqualTo(JobState.WAITING);
    settle(queue, first, DONE);

    assertThat(state(queue, parent)).isEqualTo(JobState.CANCELED);
  }

  @Test
  void withoutChildrenAJobSucceedsAtOnce() {
    JobQueue queue = queue();

    JobId parent = split(queue);

    assertThat(state(queue, parent)).isEqualTo(JobState.SUCCEEDED);
    assertThat(status(queue, parent).result()).isEqualTo("planned");
  }

  @Test
  void aChildsRetriesKeepTheParentWaiting() {
    JobQueue queue = queue();
    JobId parent = split(queue, playlist(ALICE, "p1"));

    settle(queue, claimOne(queue), new JobOutcome.Retry(Duration.ofSeconds(5), "again"));
    assertThat(state(queue, parent)).isEqualTo(JobState.WAITING);
    passTime(Duration.ofSeconds(6));
    settle(queue, claimOne(queue), DONE);

    assertThat(state(queue, parent)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void workThatWaitsAlreadyBecomesAChild() {
    JobQueue queue = queue();
    JobId waiting = queue.enqueue(playlist(ALICE, "p1"), Priority.LOW);

    JobId parent = split(queue, playlist(ALICE, "p1"));

    assertThat(status(queue, waiting).parent()).isEqualTo(parent);
    assertThat(status(queue, waiting).priority()).isEqualTo(Priority.NORMAL);
    settle(queue, claimOne(queue), DONE);
    assertThat(state(queue, parent)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void workThatRunsAlreadyIsDoneOnceMoreForTheParent() {
    JobQueue queue = queue();
    enqueue(queue, ALICE, "p1");
    JobLease running = claimOne(queue);

    JobId parent = split(queue, playlist(ALICE, "p1"));

    settle(queue, running, DONE);
    assertThat(state(queue, parent)).isEqualTo(JobState.WAITING);
    settle(queue, claimOne(queue), DONE);
    assertThat(state(queue, parent)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void splittingAgainMakesNoMoreChildren() {
    JobQueue queue = queue();
    JobId parent = queue.enqueue(JobSpec.user(ALICE), Priority.HIGH);
    JobLease lease = claimOne(queue);
    JobOutcome split = fanOut(playlist(ALICE, "p1"), playlist(ALICE, "p2"));

    assertThat(settle(queue, lease, split).refused()).isEmpty();
    assertThat(settle(queue, lease, split).refused()).isEmpty();

    assertThat(status(queue, parent).children().total()).isEqualTo(2);
    assertThat(claim(queue, 10)).hasSize(2);
  }

  @Test
  void childrenAreListedInTheirOrder() {
    JobQueue queue = queue();
    JobSpec[] specs =
        IntStream.range(0, 25).mapToObj(i -> playlist(ALICE, i)).toArray(JobSpec[]::new);
    JobId parent = split(queue, specs);
    enqueue(queue, ALICE, "other");

    JobFilter filter = JobFilter.childrenOf(parent).limitedTo(10);
    JobPage first = queue.jobs(filter);
    JobPage second = queue.jobs(filter.after(first));
    JobPage third = queue.jobs(filter.after(second));

    assertThat(first.jobs()).hasSize(10);
    assertThat(third.next()).isNull();
    assertThat(List.of(first, second, third).stream().flatMap(page -> page.jobs().stream()))
        .extracting(JobStatus::spec)
        .containsExactly(specs);
    assertThat(queue.jobs(JobFilter.childrenOf(JobId.random())).jobs()).isEmpty();
  }

  @Test
  void cancelingAParentCancelsTheChildrenThatNobodyElseWants() {
    JobQueue queue = queue();
    JobId own = enqueue(queue, ALICE, "asked-before");
    JobId parent =
        split(
            queue,
            playlist(ALICE, "asked-before"),
            playlist(ALICE, "asked-after"),
            playlist(ALICE, "p1"),
            playlist(ALICE, "p2"));
    JobId later = enqueue(queue, ALICE, "asked-after");

    assertThat(queue.cancel(parent)).isEqualTo(Cancellation.DONE);

    assertThat(state(queue, parent)).isEqualTo(JobState.CANCELED);
    assertThat(status(queue, parent).children()).isEqualTo(new JobStatus.Children(2, 0, 0, 2));
    assertThat(status(queue, own).parent()).isNull();
    assertThat(ids(claim(queue, 10))).containsExactly(own, later);
  }

  @Test
  void cancelingAParentAsksTheChildrenThatRun() {
    JobQueue queue = queue();
    JobId parent = split(queue, playlist(ALICE, "p1"), playlist(ALICE, "p2"));
    JobLease running = claimOne(queue);

    assertThat(queue.cancel(parent)).isEqualTo(Cancellation.ASKED);

    assertThat(state(queue, parent)).isEqualTo(JobState.WAITING);
    assertThat(queue.heartbeat(List.of(new Heartbeat(running, Progress.NONE))))
        .containsExactly(Directive.CANCEL);
    settle(queue, running, new JobOutcome.Canceled());
    assertThat(state(queue, parent)).isEqualTo(JobState.CANCELED);
    assertThat(claim(queue, 10)).isEmpty();
  }

  @Test
  void aJobWhoseEndIsWantedSplitsNothing() {
    JobQueue queue = queue();
    JobId parent = queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);
    JobLease lease = claimOne(queue);
    queue.cancel(parent);

    settle(queue, lease, fanOut(playlist(ALICE, "p1")));

    assertThat(state(queue, parent)).isEqualTo(JobState.CANCELED);
    assertThat(claim(queue, 10)).isEmpty();
  }

  @Test
  void manyChildrenAreMadeInOneStep() {
    JobQueue queue = queue();
    JobId parent =
        split(
            queue,
            IntStream.range(0, 3_000).mapToObj(i -> playlist(ALICE, i)).toArray(JobSpec[]::new));

    assertThat(status(queue, parent).children().total()).isEqualTo(3_000);
    assertThat(queue.cancel(parent)).isEqualTo(Cancellation.DONE);
    assertThat(queue.counts(ALICE).in(JobState.CANCELED)).isEqualTo(3_001);
    assertThat(queue.counts(ALICE).live()).isZero();
  }

  private static JobId split(JobQueue queue, JobSpec... children) {
    JobId parent = queue.enqueue(JobSpec.user(ALICE), Priority.HIGH);
    settle(queue, claimOne(queue), fanOut(children));
    return parent;
  }
}
