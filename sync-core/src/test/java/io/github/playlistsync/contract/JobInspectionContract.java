package io.github.playlistsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.playlistsync.model.JobEvent;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobEvents;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every queue holds to when somebody looks at its jobs. */
public abstract class JobInspectionContract extends JobQueueFixture {
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void whatIsNotKnownIsEmpty() {
    JobQueue queue = queue();

    assertThat(queue.status(JobId.random())).isEmpty();
    assertThat(queue.status(JobId.of("made-up.id"))).isEmpty();
    assertThat(queue.jobs(JobFilter.all()).jobs()).isEmpty();
    assertThat(queue.jobs(JobFilter.ofUser(ALICE)).jobs()).isEmpty();
    assertThat(queue.counts().live()).isZero();
    assertThat(queue.counts(ALICE).byState()).isEmpty();
  }

  @Test
  void aUsersJobsComeNewestFirstPageByPage() {
    JobQueue queue = queue();
    List<JobId> jobs =
        new ArrayList<>(
            IntStream.range(0, 25).mapToObj(i -> enqueue(queue, ALICE, "p" + i)).toList());
    enqueue(queue, BOB, "p1");
    settle(queue, claimOne(queue), DONE);

    JobFilter filter = JobFilter.ofUser(ALICE).limitedTo(10);
    JobPage first = queue.jobs(filter);
    JobPage second = queue.jobs(filter.after(first));
    JobPage third = queue.jobs(filter.after(second));

    Collections.reverse(jobs);
    assertThat(first.jobs()).hasSize(10);
    assertThat(third.next()).isNull();
    assertThat(List.of(first, second, third).stream().flatMap(page -> page.jobs().stream()))
        .extracting(JobStatus::id)
        .containsExactlyElementsOf(jobs);
  }

  @Test
  void jobsAreFoundByTheirState() {
    JobQueue queue = queue();
    JobId succeeded = enqueue(queue, ALICE, "s");
    settle(queue, claimOne(queue), DONE);
    JobId failed = enqueue(queue, ALICE, "f");
    settle(queue, claimOne(queue), new JobOutcome.Failed("broken", null));
    JobId deferred = enqueue(queue, ALICE, "d");
    settle(queue, claimOne(queue), new JobOutcome.Deferred(Duration.ofSeconds(60), "limited"));
    JobId waiting = queue.enqueue(JobSpec.user(BOB), Priority.NORMAL);
    settle(queue, claimOne(queue), fanOut(playlist(BOB, "c")));
    JobId running = claimOne(queue).job();
    JobId heldBack = queue.enqueue(JobSpec.user(BOB), Priority.NORMAL);
    JobId queued = enqueue(queue, ALICE, "q");
    JobId canceled = enqueue(queue, ALICE, "c");
    queue.cancel(canceled);

    assertThat(found(queue, JobFilter.all().in(JobState.SUCCEEDED))).containsExactly(succeeded);
    assertThat(found(queue, JobFilter.all().in(JobState.FAILED))).containsExactly(failed);
    assertThat(found(queue, JobFilter.all().in(JobState.DEFERRED))).containsExactly(deferred);
    assertThat(found(queue, JobFilter.all().in(JobState.WAITING))).containsExactly(waiting);
    assertThat(found(queue, JobFilter.all().in(JobState.RUNNING))).containsExactly(running);
    assertThat(found(queue, JobFilter.all().in(JobState.QUEUED)))
        .containsExactlyInAnyOrder(queued, heldBack);
    assertThat(found(queue, JobFilter.all().in(JobState.CANCELED))).containsExactly(canceled);
    assertThat(found(queue, JobFilter.ofUser(ALICE).in(JobState.FAILED, JobState.QUEUED)))
        .containsExactly(queued, failed);
    assertThat(found(queue, JobFilter.all())).hasSize(8);
    assertThat(queue.counts().byState()).hasSize(7);
    assertThat(queue.counts().live()).isEqualTo(5);
    assertThat(queue.counts().in(JobState.QUEUED)).isEqualTo(2);
    assertThat(queue.counts(ALICE).live()).isEqualTo(2);
    assertThat(queue.counts(ALICE).in(JobState.WAITING)).isZero();
  }

  @Test
  void everybodysJobsAreSeenOncePageByPage() {
    JobQueue queue = queue();
    List<JobId> jobs = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      jobs.add(enqueue(queue, UserId.of("user" + i % 7), "p" + i));
    }
    claim(queue, 10).forEach(lease -> settle(queue, lease, DONE));
    claim(queue, 10);

    assertThat(found(queue, JobFilter.all().limitedTo(7)))
        .containsExactlyInAnyOrderElementsOf(jobs);
    assertThat(found(queue, JobFilter.all().limitedTo(7).in(JobState.QUEUED))).hasSize(40);
    assertThat(found(queue, JobFilter.all().limitedTo(3).in(JobState.RUNNING, JobState.SUCCEEDED)))
        .hasSize(20)
        .doesNotHaveDuplicates();
  }

  @Test
  void anUnknownCursorIsRefused() {
    JobQueue queue = queue();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.jobs(new JobFilter(null, null, java.util.Set.of(), 10, "made up")));
    assertThatIllegalArgumentException().isThrownBy(() -> queue.events("made up", Duration.ZERO));
  }

  @Test
  void everyChangeOfStateIsAnEvent() {
    JobQueue queue = queue();
    enqueue(queue, BOB, "before");
    JobEvents start = queue.events(null, Duration.ZERO);

    JobId job = enqueue(queue, ALICE, "p1");
    JobLease lease =
        claim(queue, 2).stream().filter(l -> l.job().equals(job)).findFirst().orElseThrow();
    settle(queue, lease, new JobOutcome.Retry(Duration.ofSeconds(60), "again"));
    passTime(Duration.ofSeconds(61));
    claim(queue, 2);
    queue.cancel(job);

    assertThat(start.events()).isEmpty();
    List<JobEvent> events = queue.events(start.next(), Duration.ZERO).events();
    assertThat(events)
        .filteredOn(event -> event.job().equals(job))
        .extracting(JobEvent::state)
        .startsWith(JobState.QUEUED, JobState.RUNNING, JobState.DEFERRED, JobState.QUEUED);
    assertThat(events)
        .extracting(JobEvent::at)
        .allSatisfy(at -> assertThat(at).isBetween(now().minusSeconds(120), now().plusSeconds(2)));
  }

  @Test
  void theNewestEndedJobsAreKept() {
    JobQueue queue = queue(SETTINGS.withRetention(new Retention(5, DAY), new Retention(3, DAY)));
    List<JobId> succeeded = new ArrayList<>();
    List<JobId> failed = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      succeeded.add(enqueue(queue, ALICE, "s" + i));
      settle(queue, claimOne(queue), DONE);
      failed.add(enqueue(queue, BOB, "f" + i));
      settle(queue, claimOne(queue), new JobOutcome.Failed("broken", null));
    }

    assertThat(found(queue, JobFilter.all()))
        .containsExactlyInAnyOrderElementsOf(
            concat(succeeded.subList(7, 12), failed.subList(9, 12)));
    assertThat(queue.counts(ALICE).in(JobState.SUCCEEDED)).isEqualTo(5);
    assertThat(queue.counts().in(JobState.FAILED)).isEqualTo(3);
    assertThat(queue.status(succeeded.get(0))).isEmpty();
  }

  @Test
  void endedJobsAreForgottenWithTime() {
    JobQueue queue =
        queue(
            SETTINGS.withRetention(
                new Retention(100, Duration.ofHours(1)), new Retention(100, DAY)));
    JobId succeeded = enqueue(queue, ALICE, "s");
    settle(queue, claimOne(queue), DONE);
    JobId failed = enqueue(queue, ALICE, "f");
    settle(queue, claimOne(queue), new JobOutcome.Failed("broken", null));

    passTime(Duration.ofHours(2));
    claim(queue, 1);

    assertThat(queue.status(succeeded)).isEmpty();
    assertThat(queue.status(failed)).isPresent();
    passTime(DAY);
    claim(queue, 1);
    assertThat(queue.status(failed)).isEmpty();
    assertThat(queue.jobs(JobFilter.all()).jobs()).isEmpty();
    assertThat(queue.counts(ALICE).byState()).isEmpty();
  }

  @Test
  void endedJobsNeedNotBeKept() {
    JobQueue queue =
        queue(
            SETTINGS.withRetention(
                new Retention(0, Duration.ZERO), new Retention(0, Duration.ZERO)));
    JobId job = enqueue(queue, ALICE, "s");

    settle(queue, claimOne(queue), DONE);

    assertThat(queue.status(job)).isEmpty();
    assertThat(enqueue(queue, ALICE, "s")).isNotEqualTo(job);
  }

  @Test
  void eventsAreBounded() {
    JobQueue queue = queue(SETTINGS.withEvents(50));
    String start = queue.events(null, Duration.ZERO).next();

    for (int i = 0; i < 600; i++) {
      enqueue(queue, ALICE, "p" + i);
    }

    JobEvents events = queue.events(start, Duration.ZERO);
    assertThat(events.events()).hasSizeBetween(50, 400);
    assertThat(queue.events(events.next(), Duration.ZERO).events()).isEmpty();
  }

  @Test
  void eventsOfManyJobsAtOnceAreBounded() {
    JobQueue queue = queue(SETTINGS.withEvents(100));
    String start = queue.events(null, Duration.ZERO).next();

    queue.enqueueAll(
        IntStream.range(0, 5_000).mapToObj(number -> playlist(ALICE, number)).toList(),
        Priority.NORMAL);

    List<JobEvent> read = new ArrayList<>();
    JobEvents page = queue.events(start, Duration.ZERO);
    while (!page.events().isEmpty()) {
      assertThat(page.events().size()).isLessThanOrEqualTo(1_000);
      read.addAll(page.events());
      page = queue.events(page.next(), Duration.ZERO);
    }
    assertThat(read).hasSizeBetween(100, 1_500).doesNotHaveDuplicates();
  }

  @Test
  void aReaderLearnsThatEventsAreMissing() {
    JobQueue queue = queue(SETTINGS.withEvents(50));
    String start = queue.events(null, Duration.ZERO).next();
    enqueue(queue, ALICE, "first");
    JobEvents first = queue.events(start, Duration.ZERO);
    for (int i = 0; i < 600; i++) {
      enqueue(queue, ALICE, "p" + i);
    }

    JobEvents late = queue.events(first.next(), Duration.ZERO);
    enqueue(queue, ALICE, "last");
    JobEvents last = queue.events(late.next(), Duration.ZERO);

    assertThat(first.gap()).isFalse();
    assertThat(late.gap()).isTrue();
    assertThat(last.gap()).isFalse();
    assertThat(last.events()).hasSize(1);
  }

  private static List<JobId> concat(List<JobId> first, List<JobId> second) {
    List<JobId> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static List<JobId> found(JobQueue queue, JobFilter filter) {
    List<JobId> found = new ArrayList<>();
    JobFilter next = filter;
    JobPage page;
    do {
      page = queue.jobs(next);
      page.jobs().forEach(job -> found.add(job.id()));
      next = next.after(page);
    } while (page.next() != null);
    return found;
  }
}
