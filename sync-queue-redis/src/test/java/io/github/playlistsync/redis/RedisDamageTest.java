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
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.redis.DamagedKeys.Damage;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Damages every field, member and element of every key in turn, whatever the keys are, and expects
 * that the jobs of another user run and end all the same. See {@link DamagedKeys} for how much of
 * it is tried.
 */
class RedisDamageTest {
  private static final UserId BOB = UserId.of("bob");

  private final StatefulRedisConnection<String, String> connection =
      RedisServers.client().connect();
  private final DamagedKeys keys = new DamagedKeys(connection.sync());

  @AfterEach
  void closeConnection() {
    connection.close();
  }

  @Test
  void whatIsDamagedStopsNobodyElse() {
    try (JobQueue queue = keys.open()) {
      keys.makeJobsInEveryState(queue);

      List<String> stopped = new ArrayList<>();
      for (Damage damage : keys.chosen()) {
        keys.restore();
        damage.action().run();
        workOfBob(queue).ifPresent(problem -> stopped.add(damage.what() + ": " + problem));
      }

      assertThat(stopped).isEmpty();
    }
  }

  @Test
  void aParentWhoseChildrenVanishedFailsAndHoldsNobodyBack() {
    try (JobQueue queue = keys.open()) {
      JobId parent = queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);
      List<JobOutcome.Child> children =
          IntStream.range(0, 120)
              .mapToObj(n -> new JobOutcome.Child(playlist(ALICE, "c" + n), Priority.NORMAL))
              .toList();
      settle(queue, take(queue).get(0), new JobOutcome.FannedOut("planned", children));
      settle(queue, take(queue).get(0), new JobOutcome.Succeeded("done"));
      List<JobStatus> live =
          queue.jobs(JobFilter.childrenOf(parent).limitedTo(1000)).jobs().stream()
              .filter(child -> !child.state().isEnd())
              .toList();
      JobStatus last = live.get(live.size() - 1);
      live.stream()
          .filter(child -> !child.equals(last))
          .forEach(child -> connection.sync().del(keys.key("j:" + child.id())));
      JobId next = queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);

      lookSeveralTimes(queue);
      assertThat(queue.status(parent).map(JobStatus::state)).contains(JobState.WAITING);
      connection.sync().del(keys.key("j:" + last.id()));
      lookSeveralTimes(queue);

      assertThat(queue.status(parent).map(JobStatus::state)).contains(JobState.FAILED);
      assertThat(queue.status(parent).orElseThrow().error()).isEqualTo("119 of 120 jobs were lost");
      assertThat(take(queue)).extracting(JobLease::job).containsExactly(next);
    }
  }

  @Test
  void aHeldScheduleThatIsNotListedFallsDueAfterThePause() {
    try (JobQueue queue = keys.open()) {
      JobSpec road = playlist(ALICE, "road");
      queue.schedule(SyncSchedule.every(road, Duration.ofMinutes(1)));
      queue.pause(ALICE);
      connection.sync().del(keys.key("planned"));
      keys.time.addAndGet(Duration.ofMinutes(2).toMillis());
      assertThat(take(queue)).isEmpty();

      queue.resume(ALICE);

      assertThat(take(queue)).extracting(JobLease::spec).containsExactly(road);
    }
  }

  /** The queue looks for such parents step by step, while somebody asks for jobs. */
  private void lookSeveralTimes(JobQueue queue) {
    queue.pause();
    for (int i = 0; i < 10; i++) {
      keys.time.addAndGet(1_000);
      take(queue);
    }
    queue.resume();
  }

  /** Runs jobs of Bob, and whatever else comes up; returns what was wrong. */
  private Optional<String> workOfBob(JobQueue queue) {
    try {
      List<JobId> jobs = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        jobs.add(queue.enqueue(playlist(BOB, "b" + round), Priority.NORMAL));
        work(queue);
        keys.time.addAndGet(DamagedKeys.SETTINGS.lease().toMillis() * 3);
      }
      work(queue);
      List<JobState> states =
          jobs.stream().map(job -> queue.status(job).map(JobStatus::state).orElseThrow()).toList();
      return states.stream().allMatch(JobState.SUCCEEDED::equals)
          ? Optional.empty()
          : Optional.of("jobs are " + states);
    } catch (RuntimeException e) {
      return Optional.of(e.toString());
    }
  }

  private static void work(JobQueue queue) {
    List<Settlement> done = List.of();
    do {
      List<JobLease> leases = queue.exchange("w", done, 3, Duration.ZERO).leases();
      done =
          leases.stream()
              .map(lease -> new Settlement(lease, new JobOutcome.Succeeded("done")))
              .toList();
    } while (!done.isEmpty());
  }
}
