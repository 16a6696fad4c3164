package io.github.playlistsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every queue holds to when jobs are taken, kept and settled. */
public abstract class JobWorkContract extends JobQueueFixture {
  private static final Duration LEASE = SETTINGS.lease();

  @Test
  void aJobThatIsTakenRunsUnderALease() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");

    JobLease lease = claimOne(queue);

    assertThat(lease.job()).isEqualTo(job);
    assertThat(lease.spec()).isEqualTo(playlist(ALICE, "p1"));
    assertThat(lease.attempt()).isEqualTo(1);
    assertThat(lease.until())
        .isBetween(now().plus(LEASE).minusSeconds(10), now().plus(LEASE).plusSeconds(1));
    JobStatus status = status(queue, job);
    assertThat(status.state()).isEqualTo(JobState.RUNNING);
    assertThat(status.worker()).isEqualTo(WORKER);
    assertThat(status.times().started()).isNotNull();
    assertThat(claim(queue, 1)).isEmpty();
  }

  @Test
  void noMoreAreTakenThanWanted() {
    JobQueue queue = queue();
    enqueue(queue, ALICE, "p1");
    enqueue(queue, ALICE, "p2");
    enqueue(queue, ALICE, "p3");

    assertThat(claim(queue, 0)).isEmpty();
    assertThat(claim(queue, 2)).hasSize(2);
    assertThat(claim(queue, 2)).hasSize(1);
  }

  @Test
  void urgentWorkComesFirst() {
    JobQueue queue = queue();
    JobId low = queue.enqueue(playlist(ALICE, "low"), Priority.LOW);
    JobId normal = queue.enqueue(playlist(ALICE, "normal"), Priority.NORMAL);
    JobId high = queue.enqueue(playlist(ALICE, "high"), Priority.HIGH);

    assertThat(ids(claim(queue, 10))).containsExactly(high, normal, low);
  }

  @Test
  void noPriorityStarves() {
    JobQueue queue = queue();
    JobId low = queue.enqueue(playlist(ALICE, "low"), Priority.LOW);
    JobId normal = queue.enqueue(playlist(BOB, "normal"), Priority.NORMAL);
    queue.enqueueAll(
        IntStream.range(0, 60).mapToObj(i -> playlist(CAROL, i)).toList(), Priority.HIGH);

    List<JobId> taken = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      taken.add(claimOne(queue).job());
    }

    assertThat(taken.subList(0, 12)).doesNotContain(low, normal);
    assertThat(taken.subList(0, 32)).contains(low, normal);
  }

  @Test
  void aUsersJobsComeInTheirOrder() {
    JobQueue queue = queue();
    List<JobId> jobs =
        IntStream.range(0, 50).mapToObj(i -> enqueue(queue, ALICE, "p" + (i * 7 % 50))).toList();

    List<JobId> taken = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      taken.add(claimOne(queue).job());
    }

    assertThat(taken).isEqualTo(jobs);
  }

  @Test
  void usersTakeTurns() {
    JobQueue queue = queue();
    enqueue(queue, ALICE, "a1");
    enqueue(queue, ALICE, "a2");
    enqueue(queue, ALICE, "a3");
    enqueue(queue, BOB, "b1");
    enqueue(queue, CAROL, "c1");
    enqueue(queue, CAROL, "c2");

    assertThat(claim(queue, 6))
        .extracting(lease -> lease.spec().user())
        .containsExactly(ALICE, BOB, CAROL, ALICE, CAROL, ALICE);
  }

  @Test
  void aUserWithMuchWorkKeepsNobodyWaiting() {
    JobQueue queue = queue(SETTINGS.withUserLimit(1_000));
    queue.enqueueAll(
        IntStream.range(0, 10_000).mapToObj(i -> playlist(ALICE, i)).toList(), Priority.NORMAL);
    for (int i = 0; i < 100; i++) {
      enqueue(queue, UserId.of("user" + i), "p");
    }

    List<JobLease> first = claim(queue, 250);

    assertThat(first).filteredOn(lease -> !lease.spec().user().equals(ALICE)).hasSize(100);
  }

  @Test
  void aUserHasNoMoreRunsThanTheLimit() {
    JobQueue queue = queue(SETTINGS.withUserLimit(2));
    enqueue(queue, ALICE, "a1");
    enqueue(queue, ALICE, "a2");
    JobId third = queue.enqueue(playlist(ALICE, "a3"), Priority.LOW);
    enqueue(queue, BOB, "b1");

    List<JobLease> taken = claim(queue, 10);

    assertThat(taken).hasSize(3);
    assertThat(state(queue, third)).isEqualTo(JobState.QUEUED);
    assertThat(claim(queue, 10)).isEmpty();
    settle(queue, taken.get(0), DONE);
    assertThat(claimOne(queue).job()).isEqualTo(third);
  }

  @Test
  void aJobThatSucceedsEndsWithItsReport() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");

    Exchange exchange =
        settle(queue, claimOne(queue), new JobOutcome.Succeeded("{\"rows\":3,\"\u00e9\":\"\n\"}"));

    assertThat(exchange.refused()).isEmpty();
    JobStatus status = status(queue, job);
    assertThat(status.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(status.result()).isEqualTo("{\"rows\":3,\"\u00e9\":\"\n\"}");
    assertThat(status.error()).isNull();
    assertThat(status.tries()).isEqualTo(new JobStatus.Tries(1, 0));
    assertThat(status.times().ended()).isNotNull();
    passTime(LEASE.multipliedBy(3));
    assertThat(claim(queue, 10)).isEmpty();
  }

  @Test
  void aJobThatFailsEndsWithItsError() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");

    settle(queue, claimOne(queue), new JobOutcome.Failed("no such playlist", null));

    JobStatus status = status(queue, job);
    assertThat(status.state()).isEqualTo(JobState.FAILED);
    assertThat(status.error()).isEqualTo("no such playlist");
    assertThat(status.result()).isNull();
    assertThat(claim(queue, 10)).isEmpty();
  }

  @Test
  void aRetryWaitsAndUsesAnAttempt() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");

    settle(queue, claimOne(queue), new JobOutcome.Retry(Duration.ofSeconds(60), "server is down"));

    JobStatus status = status(queue, job);
    assertThat(status.state()).isEqualTo(JobState.DEFERRED);
    assertThat(status.waiting().reason()).isEqualTo("server is down");
    assertThat(status.error()).isEqualTo("server is down");
    assertThat(claim(queue, 1)).isEmpty();
    passTime(Duration.ofSeconds(61));
    assertThat(claimOne(queue).attempt()).isEqualTo(2);
    assertThat(status(queue, job).tries()).isEqualTo(new JobStatus.Tries(1, 0));
    assertThat(status(queue, job).waiting()).isNull();
  }

  @Test
  void aDeferredJobWaitsForItsTimeAndUsesNoAttempt() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    JobId later = enqueue(queue, ALICE, "p2");
    Instant before = now().minusSeconds(1);

    settle(queue, claimOne(queue), new JobOutcome.Deferred(Duration.ofHours(22), "rate limited"));

    Wait wait = status(queue, job).waiting();
    assertThat(wait.reason()).isEqualTo("rate limited");
    assertThat(wait.until())
        .isBetween(before.plus(Duration.ofHours(22)), now().plus(Duration.ofHours(22)));
    assertThat(status(queue, job).tries()).isEqualTo(new JobStatus.Tries(0, 0));
    passTime(Duration.ofHours(21));
    JobLease other = claimOne(queue);
    assertThat(other.job()).isEqualTo(later);
    settle(queue, other, new JobOutcome.HandedBack());
    passTime(Duration.ofHours(1).plusSeconds(1));
    assertThat(ids(claim(queue, 10))).containsExactly(job, later);
  }

  @Test
  void aDeferralThatIsOverIsNone() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");

    settle(queue, claimOne(queue), new JobOutcome.Deferred(Duration.ofMinutes(-1), "was limited"));

    assertThat(state(queue, job)).isEqualTo(JobState.QUEUED);
    assertThat(claimOne(queue).job()).isEqualTo(job);
  }

  @Test
  void aDelayBeyondAllTimeDelaysTheJobAndNobodyElse() {
    JobQueue queue = queue();
    JobId retried = enqueue(queue, ALICE, "p1");
    JobId deferred = enqueue(queue, ALICE, "p2");
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);

    settle(queue, claimOne(queue), new JobOutcome.Retry(endless, "broken"));
    settle(queue, claimOne(queue), new JobOutcome.Deferred(endless, "limited"));

    assertThat(state(queue, retried)).isEqualTo(JobState.DEFERRED);
    assertThat(state(queue, deferred)).isEqualTo(JobState.DEFERRED);
  }

  @Test
  void aJobHandedBackKeepsItsPositionAndUsesNoAttempt() {
    JobQueue queue = queue();
    JobId first = enqueue(queue, ALICE, "p1");
    enqueue(queue, ALICE, "p2");

    settle(queue, claimOne(queue), new JobOutcome.HandedBack());

    assertThat(state(queue, first)).isEqualTo(JobState.QUEUED);
    JobLease again = claimOne(queue);
    assertThat(again.job()).isEqualTo(first);
    assertThat(again.attempt()).isEqualTo(1);
  }

  @Test
  void aLeaseThatRunsOutIsGivenToSomebodyElse() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    JobLease first = claimOne(queue);

    passTime(LEASE.plusSeconds(1));
    JobLease second = claimOne(queue);

    assertThat(second.job()).isEqualTo(job);
    assertThat(second.token()).isGreaterThan(first.token());
    assertThat(status(queue, job).tries()).isEqualTo(new JobStatus.Tries(0, 1));
  }

  @Test
  void aLateWorkerChangesNothing() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    JobLease late = claimOne(queue);
    passTime(LEASE.plusSeconds(1));
    JobLease valid = claimOne(queue);

    Exchange exchange = settle(queue, late, new JobOutcome.Failed("too late", null));
    List<Directive> told = queue.heartbeat(List.of(new Heartbeat(late, items(9))));

    assertThat(exchange.refused()).containsExactly(late);
    assertThat(told).containsExactly(Directive.LEASE_LOST);
    assertThat(state(queue, job)).isEqualTo(JobState.RUNNING);
    assertThat(status(queue, job).progress()).isEqualTo(Progress.NONE);
    assertThat(settle(queue, valid, DONE).refused()).isEmpty();
    assertThat(settle(queue, late, new JobOutcome.Failed("too late", null)).refused())
        .containsExactly(late);
    assertThat(state(queue, job)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void aSignOfLifeKeepsTheLease() {
    JobQueue queue = queue();
    enqueue(queue, ALICE, "p1");
    JobLease lease = claimOne(queue);

    for (int third = 0; third < 9; third++) {
      passTime(LEASE.dividedBy(3));
      assertThat(queue.heartbeat(List.of(new Heartbeat(lease, items(third)))))
          .containsExactly(Directive.GO_ON);
      assertThat(claim(queue, 1)).isEmpty();
    }

    assertThat(settle(queue, lease, DONE).refused()).isEmpty();
  }

  @Test
  void progressCanBeSeen() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    JobLease lease = claimOne(queue);
    Progress progress =
        new Progress(Progress.Phase.READ, 300, 1000L, Progress.Unit.ITEMS, Duration.ofMillis(4500));

    queue.heartbeat(List.of(new Heartbeat(lease, progress)));
    assertThat(status(queue, job).progress()).isEqualTo(progress);

    Progress without = new Progress(Progress.Phase.WRITE, 7, null, Progress.Unit.ITEMS, null);
    queue.heartbeat(List.of(new Heartbeat(lease, without)));
    assertThat(status(queue, job).progress()).isEqualTo(without);
  }

  @Test
  void theEndOfARunTellsHowFarItCame() {
    JobQueue queue = queue();
    JobId told = enqueue(queue, ALICE, "p1");
    JobId untold = enqueue(queue, ALICE, "p2");
    List<JobLease> leases = claim(queue, 2);
    Progress end = new Progress(Progress.Phase.DONE, 41, 41L, Progress.Unit.ITEMS, null);
    queue.heartbeat(
        List.of(new Heartbeat(leases.get(0), items(3)), new Heartbeat(leases.get(1), items(7))));

    queue.exchange(
        "worker",
        List.of(new Settlement(leases.get(0), DONE, end), new Settlement(leases.get(1), DONE)),
        0,
        Duration.ZERO);

    assertThat(status(queue, told).progress()).isEqualTo(end);
    assertThat(status(queue, untold).progress()).isEqualTo(items(7));
  }

  @Test
  void aWaitInsideARunCanBeSeenUntilTheRunGoesOn() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    JobLease lease = claimOne(queue);
    Wait wait = new Wait(now().plusSeconds(5).truncatedTo(ChronoUnit.MILLIS), "Spotify's limit");

    queue.heartbeat(List.of(new Heartbeat(lease, items(1), wait)));
    assertThat(status(queue, job).waiting()).isEqualTo(wait);
    assertThat(state(queue, job)).isEqualTo(JobState.RUNNING);

    queue.heartbeat(List.of(new Heartbeat(lease, items(2))));
    assertThat(status(queue, job).waiting()).isNull();
  }

  @Test
  void aWaitInsideARunEndsWithTheRun() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    Wait wait = new Wait(now().plus(LEASE.multipliedBy(2)), "Spotify's limit");
    JobLease lost = claimOne(queue);
    queue.heartbeat(List.of(new Heartbeat(lost, items(1), wait)));
    passTime(LEASE.plusSeconds(1));

    JobLease next = claimOne(queue);
    assertThat(status(queue, job).waiting()).isNull();

    queue.heartbeat(List.of(new Heartbeat(next, items(1), wait)));
    settle(queue, next, new JobOutcome.HandedBack());
    assertThat(status(queue, job).waiting()).isNull();
  }

  @Test
  void settlingAgainChangesNothing() {
    JobQueue queue = queue();
    JobId job = enqueue(queue, ALICE, "p1");
    JobLease lease = claimOne(queue);
    JobOutcome retry = new JobOutcome.Retry(Duration.ofSeconds(5), "once");

    assertThat(settle(queue, lease, retry).refused()).isEmpty();
    assertThat(settle(queue, lease, retry).refused()).isEmpty();

    assertThat(status(queue, job).tries().attempts()).isEqualTo(1);
    passTime(Duration.ofSeconds(6));
    JobLease second = claimOne(queue);
    settle(queue, second, DONE);
    assertThat(settle(queue, second, DONE).refused()).isEmpty();
    assertThat(status(queue, job).tries().attempts()).isEqualTo(2);
  }

  @Test
  void aJobThatKeepsLosingItsWorkersFails() {
    JobQueue queue = queue(SETTINGS.withLeaseLosses(3));
    JobId job = enqueue(queue, ALICE, "p1");

    for (int loss = 0; loss < 3; loss++) {
      claimOne(queue);
      passTime(LEASE.plusSeconds(1));
    }

    assertThat(claim(queue, 1)).isEmpty();
    assertThat(state(queue, job)).isEqualTo(JobState.FAILED);
    assertThat(status(queue, job).tries()).isEqualTo(new JobStatus.Tries(0, 3));
    assertThat(status(queue, job).error()).contains("3");
  }

  @Test
  void oneExchangeSettlesAndTakes() {
    JobQueue queue = queue(SETTINGS.withUserLimit(1));
    JobId first = enqueue(queue, ALICE, "p1");
    JobId second = enqueue(queue, ALICE, "p2");
    JobLease lease = claimOne(queue);

    Exchange exchange =
        queue.exchange(WORKER, List.of(new Settlement(lease, DONE)), 5, Duration.ZERO);

    assertThat(state(queue, first)).isEqualTo(JobState.SUCCEEDED);
    assertThat(ids(exchange.leases())).containsExactly(second);
  }

  @Test
  void urgentWorkAsksOneJobOfLowPriorityToMakeWay() {
    JobQueue queue = queue();
    queue.enqueue(playlist(ALICE, "a"), Priority.LOW);
    queue.enqueue(playlist(BOB, "b"), Priority.LOW);
    List<JobLease> running = claim(queue, 2);
    List<Heartbeat> beats = running.stream().map(l -> new Heartbeat(l, items(1))).toList();
    assertThat(queue.heartbeat(beats)).containsOnly(Directive.GO_ON);

    JobId urgent = queue.enqueue(playlist(CAROL, "c"), Priority.HIGH);

    List<Directive> told = queue.heartbeat(beats);
    assertThat(told).containsExactlyInAnyOrder(Directive.YIELD, Directive.GO_ON);
    assertThat(queue.heartbeat(beats)).isEqualTo(told);
    settle(queue, running.get(told.indexOf(Directive.YIELD)), new JobOutcome.HandedBack());
    assertThat(claimOne(queue).job()).isEqualTo(urgent);
    assertThat(queue.heartbeat(List.of(beats.get(told.indexOf(Directive.GO_ON)))))
        .containsExactly(Directive.GO_ON);
  }

  @Test
  void onlyJobsOfLowPriorityMakeWay() {
    JobQueue queue = queue();
    enqueue(queue, ALICE, "a");
    JobLease running = claimOne(queue);
    queue.enqueue(playlist(CAROL, "c"), Priority.HIGH);

    assertThat(queue.heartbeat(List.of(new Heartbeat(running, items(1)))))
        .containsExactly(Directive.GO_ON);
  }

  @Test
  void aUsersOwnJobsMakeWayForTheirUrgentOne() {
    JobQueue queue = queue(SETTINGS.withUserLimit(2));
    queue.enqueue(playlist(ALICE, "a1"), Priority.LOW);
    queue.enqueue(playlist(ALICE, "a2"), Priority.LOW);
    List<Heartbeat> beats =
        claim(queue, 2).stream().map(lease -> new Heartbeat(lease, items(1))).toList();

    queue.enqueue(playlist(ALICE, "a3"), Priority.HIGH);

    assertThat(queue.heartbeat(beats)).containsExactlyInAnyOrder(Directive.YIELD, Directive.GO_ON);
  }

  @Test
  void whoMadeWayDoesNotCountAnyMoreWhenItRunsAgain() {
    JobQueue queue = queue();
    queue.enqueue(playlist(ALICE, "a"), Priority.LOW);
    queue.enqueue(playlist(BOB, "b"), Priority.LOW);
    List<JobLease> running = claim(queue, 2);
    queue.enqueue(playlist(CAROL, "c1"), Priority.HIGH);
    assertThat(queue.heartbeat(List.of(new Heartbeat(running.get(0), items(1)))))
        .containsExactly(Directive.YIELD);
    settle(queue, running.get(0), new JobOutcome.HandedBack());
    claim(queue, 2);

    queue.enqueue(playlist(CAROL, "c2"), Priority.HIGH);

    assertThat(queue.heartbeat(List.of(new Heartbeat(running.get(1), items(1)))))
        .containsExactly(Directive.YIELD);
  }

  @Test
  void directivesComeInTheOrderOfTheBeats() {
    JobQueue queue = queue();
    enqueue(queue, ALICE, "a");
    enqueue(queue, ALICE, "b");
    List<JobLease> leases = claim(queue, 2);
    queue.cancel(leases.get(1).job());

    assertThat(
            queue.heartbeat(leases.stream().map(lease -> new Heartbeat(lease, items(1))).toList()))
        .containsExactly(Directive.GO_ON, Directive.CANCEL);
    assertThat(queue.heartbeat(List.of())).isEmpty();
  }

  @Test
  void senselessArgumentsAreRefused() {
    JobQueue queue = queue();

    assertThatIllegalArgumentException().isThrownBy(() -> claim(queue, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.exchange("", List.of(), 1, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.exchange("w".repeat(201), List.of(), 1, Duration.ZERO));
  }

  @Test
  void theSettingsCanBeAskedFor() {
    QueueSettings settings = SETTINGS.withUserLimit(7);

    assertThat(queue(settings).settings()).isSameAs(settings);
  }

  @Test
  void aUserWhoseJobsEndedCanStartAgain() {
    JobQueue queue = queue(SETTINGS.withUserLimit(1));
    for (int round = 0; round < 5; round++) {
      queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);
      settle(queue, claimOne(queue), DONE);
    }

    assertThat(queue.counts(ALICE).in(JobState.SUCCEEDED)).isEqualTo(5);
  }

  private static Progress items(long done) {
    return new Progress(Progress.Phase.READ, done, 100L, Progress.Unit.ITEMS, null);
  }
}
