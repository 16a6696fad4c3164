package io.github.playlistsync.redis;

import static io.github.playlistsync.redis.DamagedKeys.ALICE;
import static io.github.playlistsync.redis.DamagedKeys.playlist;
import static io.github.playlistsync.redis.DamagedKeys.settle;
import static io.github.playlistsync.redis.DamagedKeys.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.QueueRepair;
import io.github.playlistsync.model.QueueRepair.Finding;
import io.github.playlistsync.model.QueueRepair.Kind;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.redis.DamagedKeys.Damage;
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a repair makes of damage. See {@link DamagedKeys} for how much of it is tried. */
class RedisRepairTest {
  private static final JobOutcome DONE = new JobOutcome.Succeeded("done");

  private final StatefulRedisConnection<String, String> connection =
      RedisServers.client().connect();
  private final DamagedKeys keys = new DamagedKeys(connection.sync());

  @AfterEach
  void closeConnection() {
    connection.close();
  }

  @Test
  void afterAnyDamageEveryJobEndsOnceOrIsNamed() {
    try (JobQueue queue = keys.open()) {
      keys.makeJobsInEveryState(queue);
      Map<JobId, JobStatus> accepted = new HashMap<>();
      queue
          .jobs(JobFilter.all().limitedTo(1000))
          .jobs()
          .forEach(job -> accepted.put(job.id(), job));
      assertThat(queue.repair()).isEqualTo(new QueueRepair(accepted.size(), 0, 0, List.of()));

      List<String> problems = new ArrayList<>();
      List<Damage> damages = keys.chosen();
      for (Damage damage : damages) {
        keys.restore();
        damage.action().run();
        try {
          problemsAfter(queue, accepted)
              .forEach(problem -> problems.add(damage.what() + ": " + problem));
        } catch (RuntimeException e) {
          problems.add(damage.what() + ": " + e);
        }
      }

      assertThat(damages).hasSizeGreaterThan(250);
      assertThat(problems).isEmpty();
    }
  }

  @Test
  void jobsForkedByALostWriteEndOneAfterTheOther() {
    try (JobQueue queue = keys.open()) {
      JobId first = queue.enqueue(playlist(ALICE, "p1"), Priority.NORMAL);
      JobLease running = take(queue).get(0);
      JobId second = queue.enqueue(playlist(ALICE, "p2"), Priority.NORMAL);
      // The second job does the work of the first one, and each thinks that it is alone.
      connection.sync().hset(keys.key("j:" + second), "p", "p1");
      connection.sync().hdel(keys.key("work"), "Pp2 alice");

      QueueRepair repair = queue.repair();

      assertThat(repair.findings()).extracting(Finding::kind).contains(Kind.FORKED);
      assertThat(queue.repair().findings()).isEmpty();
      assertThat(audit()).isEmpty();
      assertThat(take(queue)).isEmpty();
      settle(queue, running, DONE);
      assertThat(take(queue)).extracting(JobLease::job).containsExactly(second);
      assertThat(queue.status(first).map(JobStatus::state)).contains(JobState.SUCCEEDED);
    }
  }

  @Test
  void ofThreeForkedJobsTheLastDoesNotWaitForACanceledOne() {
    try (JobQueue queue = keys.open()) {
      queue.enqueue(playlist(ALICE, "p1"), Priority.NORMAL);
      JobLease running = take(queue).get(0);
      for (String id : List.of("p2", "p3")) {
        JobId forked = queue.enqueue(playlist(ALICE, id), Priority.NORMAL);
        connection.sync().hset(keys.key("j:" + forked), "p", "p1");
        connection.sync().hdel(keys.key("work"), "P" + id + " alice");
      }
      assertThat(queue.repair().isRight()).isTrue();
      JobId second = JobId.of(connection.sync().hget(keys.key("j:" + running.job()), "nx"));
      JobId third = JobId.of(connection.sync().hget(keys.key("j:" + second), "nx"));

      queue.cancel(second);

      assertThat(audit()).isEmpty();
      settle(queue, running, DONE);
      assertThat(take(queue)).extracting(JobLease::job).containsExactly(third);
    }
  }

  @Test
  void whatAClockThatWasAheadDeferredWaitsAsLongAsItWasTo() {
    try (JobQueue queue = keys.open()) {
      Duration delay = Duration.ofDays(20);
      keys.time.set(Duration.ofDays(365).toMillis());
      JobId job = queue.enqueue(playlist(ALICE, "p1"), Priority.NORMAL);
      settle(queue, take(queue).get(0), new JobOutcome.Deferred(delay, "later"));
      keys.time.set(0);

      assertThat(queue.repair().isRight()).isTrue();

      assertThat(take(queue)).isEmpty();
      keys.time.set(delay.toMillis() + 1);
      assertThat(take(queue)).extracting(JobLease::job).containsExactly(job);
    }
  }

  @Test
  void ofTwoThatRunForTheSameWorkOneIsCanceled() {
    try (JobQueue queue = keys.open()) {
      JobId first = queue.enqueue(playlist(ALICE, "p1"), Priority.NORMAL);
      JobId second = queue.enqueue(playlist(ALICE, "p2"), Priority.NORMAL);
      List<JobLease> leases = queue.exchange("w", List.of(), 2, Duration.ZERO).leases();
      connection.sync().hset(keys.key("j:" + second), "p", "p1");
      connection.sync().hdel(keys.key("work"), "Pp2 alice");

      QueueRepair repair = queue.repair();

      assertThat(repair.findings())
          .singleElement()
          .isEqualTo(
              new Finding(
                  Kind.FORKED,
                  second,
                  ALICE,
                  "job " + first + " runs for the same work; it is canceled",
                  true));
      assertThat(queue.repair().findings()).isEmpty();
      assertThat(
              queue.heartbeat(
                  leases.stream().map(each -> new Heartbeat(each, Progress.NONE)).toList()))
          .containsExactly(Directive.GO_ON, Directive.CANCEL);
    }
  }

  @Test
  void whatANewerVersionWroteIsLeftAndNamed() {
    try (JobQueue queue = keys.open()) {
      JobId job = queue.enqueue(playlist(ALICE, "p1"), Priority.NORMAL);
      connection.sync().hset(keys.key("j:" + job), Map.of("v", "2", "t", "new", "pr", "urgent"));
      KeySnapshot before = KeySnapshot.of(connection.sync(), keys.key(""));

      QueueRepair repair = queue.repair();

      assertThat(repair.left()).isEqualTo(1);
      assertThat(repair.findings()).extracting(Finding::kind).containsExactly(Kind.NEWER);
      KeySnapshot after = KeySnapshot.of(connection.sync(), keys.key(""));
      assertThat(after.hash("j:" + job)).isEqualTo(before.hash("j:" + job));
      assertThat(after.scores("ready")).isEqualTo(before.scores("ready"));
      assertThat(after.hash("work")).isEqualTo(before.hash("work"));
    }
  }

  @Test
  void aLargeFamilyAndItsUserAreCountedInSteps() {
    try (JobQueue queue = keys.open()) {
      JobId parent = queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);
      List<JobOutcome.Child> children =
          IntStream.range(0, 700)
              .mapToObj(n -> new JobOutcome.Child(playlist(ALICE, "c" + n), Priority.NORMAL))
              .toList();
      settle(queue, take(queue).get(0), new JobOutcome.FannedOut("planned", children));
      JobId lost = take(queue).get(0).job();
      assertThat(queue.repair().findings()).isEmpty();
      connection.sync().del(keys.key("j:" + lost));
      connection.sync().hset(keys.key("users"), "1alice", "3");
      connection.sync().hset(keys.key("users"), "ralice", "2");

      QueueRepair repair = queue.repair();

      assertThat(repair.findings())
          .extracting(Finding::kind)
          .containsOnlyOnce(Kind.LOST, Kind.CHILDREN, Kind.COUNTS);
      assertThat(queue.repair().findings()).isEmpty();
      assertThat(audit()).isEmpty();
      assertThat(queue.status(parent).orElseThrow().children())
          .isEqualTo(new JobStatus.Children(700, 0, 1, 0));
      work(queue);
      assertThat(queue.status(parent).orElseThrow().state()).isEqualTo(JobState.FAILED);
      assertThat(queue.counts().live()).isZero();
    }
  }

  @Test
  void aRepairBesideWorkersFindsNothingAndEndsNothingTwice() throws Exception {
    Map<JobId, Integer> ends = new ConcurrentHashMap<>();
    Set<JobId> accepted = new HashSet<>();
    AtomicBoolean isOver = new AtomicBoolean();
    try (JobQueue queue = keys.open();
        JobQueue workers = keys.open()) {
      Load load = Load.of(4, workers, isOver::get, ends);
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 60; i++) {
          UserId user = UserId.of("u" + i % 3);
          accepted.add(queue.enqueue(playlist(user, "p" + (round * 60 + i)), Priority.NORMAL));
        }
        assertThat(queue.repair().findings())
            .filteredOn(each -> each.kind() != Kind.BUSY)
            .isEmpty();
      }
      for (JobId job : accepted) {
        assertThat(queue.await(job, Duration.ofSeconds(60)).orElseThrow().state())
            .isEqualTo(JobState.SUCCEEDED);
      }
      isOver.set(true);
      load.join();

      assertThat(ends.values()).containsOnly(1);
      assertThat(queue.repair().findings()).isEmpty();
      assertThat(audit()).isEmpty();
    }
  }

  @Test
  void findingsAreCutButCounted() {
    try (JobQueue queue = keys.open()) {
      queue.enqueueAll(
          IntStream.range(0, 1_100).mapToObj(n -> playlist(ALICE, "p" + n)).toList(),
          Priority.NORMAL);
      connection.sync().del(keys.key("ready"));

      QueueRepair repair = queue.repair();

      assertThat(repair.findings()).hasSize(QueueRepair.MAX_FINDINGS);
      assertThat(repair.mended()).isEqualTo(1_100);
      assertThat(repair.isRight()).isTrue();
      assertThat(take(queue)).hasSize(1);
    }
  }

  private List<String> problemsAfter(JobQueue queue, Map<JobId, JobStatus> accepted) {
    QueueRepair repair = queue.repair();
    List<String> problems = new ArrayList<>(audit());
    QueueRepair second = queue.repair();
    second.findings().stream()
        .filter(Finding::mended)
        .forEach(each -> problems.add("again " + each));
    Map<JobId, Integer> ends = work(queue);
    audit().forEach(problem -> problems.add("at the end, " + problem));
    queue.repair().findings().stream()
        .filter(Finding::mended)
        .forEach(each -> problems.add("at the end, " + each));
    accepted.forEach(
        (id, before) -> {
          boolean isNamed = repair.findings().stream().anyMatch(each -> id.equals(each.job()));
          boolean hasEnded = queue.status(id).filter(job -> job.state().isEnd()).isPresent();
          int runs = ends.getOrDefault(id, 0);
          if (!hasEnded && !isNamed) {
            problems.add(id + " was " + before.state() + " and is " + queue.status(id));
          }
          if (runs > (before.state().isEnd() ? 0 : 1)) {
            problems.add(id + " was " + before.state() + " and ended " + runs + " times");
          }
        });
    return problems.isEmpty() ? problems : List.of(problems + " after " + repair.findings());
  }

  /** Runs everything to its end; returns how often each job ended. */
  private Map<JobId, Integer> work(JobQueue queue) {
    Map<JobId, Integer> ends = new HashMap<>();
    queue.resume(DamagedKeys.CAROL);
    for (int round = 0; round < 4; round++) {
      List<Settlement> done = List.of();
      do {
        Exchange exchange = queue.exchange("w", done, 3, Duration.ZERO);
        done.stream()
            .map(Settlement::lease)
            .filter(lease -> !exchange.refused().contains(lease))
            .map(JobLease::job)
            .forEach(job -> ends.merge(job, 1, Integer::sum));
        done = exchange.leases().stream().map(lease -> new Settlement(lease, DONE)).toList();
      } while (!done.isEmpty());
      keys.time.addAndGet(DamagedKeys.SETTINGS.lease().toMillis() + 1);
    }
    return ends;
  }

  private List<String> audit() {
    return KeyAudit.problems(connection.sync(), keys.prefix, 0, DamagedKeys.SETTINGS.userLimit());
  }
}
