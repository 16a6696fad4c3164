package io.github.playlistsync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every queue holds to when work is to be done every so often. */
public abstract class JobScheduleContract extends JobQueueFixture {
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);
  private static final Duration MORE = Duration.ofSeconds(5);

  @Test
  void aScheduleMakesOneJobAPeriod() {
    JobQueue queue = queue();
    queue.schedule(exactly(ALICE, HALF_HOUR));
    assertThat(claim(queue, 10)).isEmpty();

    for (int period = 0; period < 3; period++) {
      passTime(HALF_HOUR.plus(MORE));
      List<JobLease> due = claim(queue, 10);
      assertThat(due).extracting(JobLease::spec).containsExactly(JobSpec.user(ALICE));
      assertThat(due).extracting(JobLease::priority).containsExactly(Priority.LOW);
      settle(queue, due.get(0), DONE);
      assertThat(claim(queue, 10)).isEmpty();
    }
  }

  @Test
  void aScheduleCanBeAskedFor() {
    JobQueue queue = queue();
    SyncSchedule schedule =
        new SyncSchedule(JobSpec.user(BOB), HALF_HOUR, Duration.ofMinutes(3), Priority.NORMAL);

    queue.schedule(schedule);

    assertThat(queue.scheduleOf(JobSpec.user(BOB))).contains(schedule);
    assertThat(queue.scheduleOf(JobSpec.user(ALICE))).isEmpty();
    assertThat(queue.nextDue(JobSpec.user(ALICE))).isEmpty();
  }

  @Test
  void theJitterStaysWithinItsBoundsAndVaries() {
    JobQueue queue = queue();
    Duration jitter = Duration.ofMinutes(10);
    List<Duration> waits = new ArrayList<>();

    for (int i = 0; i < 40; i++) {
      UserId user = UserId.of("user" + i);
      Instant before = now();
      queue.schedule(new SyncSchedule(JobSpec.user(user), HALF_HOUR, jitter, Priority.LOW));
      waits.add(Duration.between(before, queue.nextDue(JobSpec.user(user)).orElseThrow()));
    }

    assertThat(waits)
        .allSatisfy(
            wait ->
                assertThat(wait)
                    .isBetween(HALF_HOUR.minusSeconds(2), HALF_HOUR.plus(jitter).plus(MORE)));
    assertThat(waits.stream().map(Duration::toSeconds).distinct().count()).isGreaterThan(10);
  }

  @Test
  void periodsThatWereMissedAreNotMadeUpFor() {
    JobQueue queue = queue();
    queue.schedule(exactly(ALICE, HALF_HOUR));

    passTime(HALF_HOUR.multipliedBy(10));

    settle(queue, claimOne(queue), DONE);
    assertThat(claim(queue, 10)).isEmpty();
    assertThat(queue.nextDue(JobSpec.user(ALICE)).orElseThrow()).isAfter(now());
  }

  @Test
  void settingAnEqualScheduleAgainChangesNothing() {
    JobQueue queue = queue();
    queue.schedule(exactly(ALICE, HALF_HOUR));
    Instant due = queue.nextDue(JobSpec.user(ALICE)).orElseThrow();

    passTime(Duration.ofMinutes(20));
    queue.schedule(exactly(ALICE, HALF_HOUR));

    assertThat(queue.nextDue(JobSpec.user(ALICE))).contains(due);
  }

  @Test
  void anotherScheduleReplacesTheFirst() {
    JobQueue queue = queue();
    queue.schedule(exactly(ALICE, HALF_HOUR));

    queue.schedule(exactly(ALICE, Duration.ofMinutes(5)));

    assertThat(queue.scheduleOf(JobSpec.user(ALICE)))
        .contains(exactly(ALICE, Duration.ofMinutes(5)));
    passTime(Duration.ofMinutes(5).plus(MORE));
    assertThat(claim(queue, 10)).hasSize(1);
  }

  @Test
  void aScheduleThatIsRemovedMakesNoMoreJobs() {
    JobQueue queue = queue();
    queue.schedule(exactly(ALICE, HALF_HOUR));

    assertThat(queue.unschedule(JobSpec.user(ALICE))).isTrue();
    assertThat(queue.unschedule(JobSpec.user(ALICE))).isFalse();

    assertThat(queue.scheduleOf(JobSpec.user(ALICE))).isEmpty();
    assertThat(queue.nextDue(JobSpec.user(ALICE))).isEmpty();
    passTime(HALF_HOUR.multipliedBy(2));
    assertThat(claim(queue, 10)).isEmpty();
  }

  @Test
  void aScheduleAddsNothingToWorkThatWaitsOrRuns() {
    JobQueue queue = queue(SETTINGS.withLease(Duration.ofHours(2)));
    queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);
    queue.schedule(exactly(ALICE, HALF_HOUR));

    passTime(HALF_HOUR.plus(MORE));
    List<JobLease> running = claim(queue, 10);
    assertThat(running).hasSize(1);
    passTime(HALF_HOUR.plus(MORE));

    assertThat(claim(queue, 10)).isEmpty();
    settle(queue, running.get(0), DONE);
    assertThat(claim(queue, 10)).isEmpty();
  }

  @Test
  void theScheduleOfAPausedUserIsHeld() {
    JobQueue queue = queue();
    queue.schedule(exactly(ALICE, HALF_HOUR));
    queue.pause(ALICE);

    passTime(HALF_HOUR.multipliedBy(3));
    assertThat(claim(queue, 10)).isEmpty();
    assertThat(queue.counts(ALICE).live()).isZero();

    queue.resume(ALICE);
    assertThat(claim(queue, 10)).hasSize(1);
  }

  @Test
  void aScheduleThatWasHeldKeepsItsRhythm() {
    JobQueue queue = queue();
    queue.schedule(exactly(ALICE, HALF_HOUR));
    Instant first = queue.nextDue(JobSpec.user(ALICE)).orElseThrow();
    queue.pause(ALICE);
    passTime(HALF_HOUR.plusMinutes(10));
    assertThat(claim(queue, 10)).isEmpty();

    queue.resume(ALICE);
    assertThat(claim(queue, 10)).hasSize(1);

    assertThat(queue.nextDue(JobSpec.user(ALICE))).contains(first.plus(HALF_HOUR));
  }

  @Test
  void aPlaylistHasAScheduleOfItsOwn() {
    JobQueue queue = queue();
    JobSpec road = JobSpec.playlist(ALICE, PlaylistId.of("road"));
    SyncSchedule often = exactly(road, Duration.ofMinutes(10));
    queue.schedule(exactly(ALICE, HALF_HOUR));
    queue.schedule(often);
    assertThat(queue.scheduleOf(road)).contains(often);

    passTime(Duration.ofMinutes(10).plus(MORE));
    JobLease due = claimOne(queue);
    assertThat(due.spec()).isEqualTo(road);
    settle(queue, due, DONE);
    passTime(Duration.ofMinutes(20));
    assertThat(claim(queue, 10))
        .extracting(JobLease::spec)
        .containsExactlyInAnyOrder(JobSpec.user(ALICE), road);

    assertThat(queue.unschedule(JobSpec.user(ALICE))).isTrue();
    assertThat(queue.scheduleOf(road)).contains(often);
    assertThat(queue.unschedule(road)).isTrue();
    assertThat(queue.unschedule(road)).isFalse();
    assertThat(queue.nextDue(road)).isEmpty();
  }

  @Test
  void allSchedulesOfAPausedUserAreHeld() {
    JobQueue queue = queue();
    JobSpec road = JobSpec.playlist(ALICE, PlaylistId.of("road"));
    queue.schedule(exactly(ALICE, HALF_HOUR));
    queue.schedule(exactly(road, HALF_HOUR));
    queue.schedule(exactly(UserId.of(ALICE.value() + "2"), HALF_HOUR));
    Instant first = queue.nextDue(road).orElseThrow();
    queue.pause(ALICE);

    passTime(HALF_HOUR.plus(MORE));
    assertThat(claim(queue, 10)).extracting(lease -> lease.spec().user()).doesNotContain(ALICE);

    queue.resume(ALICE);
    assertThat(claim(queue, 10))
        .extracting(JobLease::spec)
        .containsExactlyInAnyOrder(JobSpec.user(ALICE), road);
    assertThat(queue.nextDue(road)).contains(first.plus(HALF_HOUR));
  }

  @Test
  void schedulesAreListedPageByPage() {
    JobQueue queue = queue();
    List<SyncSchedule> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      UserId user = UserId.of("user" + i);
      all.add(exactly(user, HALF_HOUR));
      for (int p = 0; p < i % 3; p++) {
        JobSpec work = JobSpec.playlist(user, PlaylistId.of("p" + p));
        all.add(exactly(work, Duration.ofMinutes(1 + i)));
      }
    }
    all.forEach(queue::schedule);

    List<SyncSchedule> listed = new ArrayList<>();
    List<SyncSchedule> page = queue.schedules(null, 7);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(7);
      listed.addAll(page);
      page = queue.schedules(page.get(page.size() - 1).spec(), 7);
    }

    assertThat(listed).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void schedulesOfManyUsersAllFallDue() {
    JobQueue queue = queue();
    for (int i = 0; i < 150; i++) {
      queue.schedule(exactly(UserId.of("user" + i), HALF_HOUR));
    }

    passTime(HALF_HOUR.plus(MORE));
    List<JobLease> due = claimAll(queue);

    assertThat(due).hasSize(150);
    assertThat(due).extracting(lease -> lease.spec().user()).doesNotHaveDuplicates();
  }

  @Test
  void aClockThatWasFarAheadPutsNothingOff() {
    JobQueue queue = queue();
    Duration ahead = Duration.ofDays(400);
    queue.schedule(exactly(ALICE, HALF_HOUR));
    JobId deferred = enqueue(queue, BOB, "deferred");
    JobId running = enqueue(queue, BOB, "running");
    passTime(ahead);
    for (JobLease lease : claimAll(queue)) {
      if (lease.job().equals(deferred)) {
        settle(queue, lease, new JobOutcome.Deferred(HALF_HOUR, "limited"));
      } else if (!lease.job().equals(running)) {
        settle(queue, lease, DONE);
      }
    }

    passTime(ahead.negated());
    assertThat(claimAll(queue)).isEmpty();

    assertThat(queue.nextDue(JobSpec.user(ALICE)).orElseThrow())
        .isBefore(now().plus(HALF_HOUR).plus(MORE));
    assertThat(status(queue, deferred).waiting().until())
        .isBefore(now().plus(HALF_HOUR).plus(MORE));
    passTime(HALF_HOUR.plus(MORE));
    assertThat(claimAll(queue))
        .extracting(JobLease::spec)
        .containsExactlyInAnyOrder(
            JobSpec.user(ALICE), status(queue, deferred).spec(), status(queue, running).spec());
  }

  /** Every job that can be had now, from all parts of the queue. */
  private static List<JobLease> claimAll(JobQueue queue) {
    List<JobLease> all = new ArrayList<>();
    List<JobLease> more = claim(queue, 50);
    while (!more.isEmpty()) {
      all.addAll(more);
      more = claim(queue, 50);
    }
    return all;
  }

  private static SyncSchedule exactly(UserId user, Duration every) {
    return exactly(JobSpec.user(user), every);
  }

  private static SyncSchedule exactly(JobSpec work, Duration every) {
    return new SyncSchedule(work, every, Duration.ZERO, Priority.LOW);
  }
}
