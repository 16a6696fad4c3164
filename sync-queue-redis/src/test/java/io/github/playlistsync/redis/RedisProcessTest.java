package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobEvent;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobEvents;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What becomes of jobs when whole processes are killed or paused. The size is {@code
 * queue.processes.jobs}, {@code .count} and {@code .kills}; in full 10,000, 4 and 10.
 */
class RedisProcessTest {
  private static final int JOBS = Integer.getInteger("queue.processes.jobs", 1_500);
  private static final int PROCESSES = Integer.getInteger("queue.processes.count", 2);
  private static final int KILLS = Integer.getInteger("queue.processes.kills", 2);
  private static final int THREADS = 8;
  private static final int USERS = 40;
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final String prefix = "p" + Partition.randomText();

  @Test
  void everyJobEndsOnceThoughWorkersAreKilled() throws Exception {
    try (RedisServer server = RedisServer.start();
        RedisClient client = RedisClient.create(server.uri());
        JobQueue queue = open(client)) {
      String start = queue.events(null, Duration.ZERO).next();
      List<JobId> jobs =
          queue.enqueueAll(
              IntStream.range(0, JOBS).mapToObj(i -> playlist("user" + i % USERS, i)).toList(),
              Priority.NORMAL);
      List<Process> workers = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        workers.add(WorkerProcess.working(server, prefix, THREADS));
      }
      int killed = 0;
      Random random = new Random(4);
      long deadline = System.nanoTime() + LIMIT.toNanos();

      try {
        while (queue.counts().live() > 0) {
          assertThat(System.nanoTime()).as("%s", queue.counts()).isLessThan(deadline);
          Process victim = workers.get(random.nextInt(PROCESSES));
          boolean gone = victim.waitFor(1, TimeUnit.SECONDS);
          if (!gone && killed < KILLS && queue.counts().in(JobState.RUNNING) > 0) {
            victim.destroyForcibly().waitFor();
            workers.remove(victim);
            workers.add(WorkerProcess.working(server, prefix, THREADS));
            killed++;
          }
        }
      } finally {
        workers.forEach(Process::destroyForcibly);
      }

      assertThat(killed).isEqualTo(KILLS);
      assertThat(queue.counts().in(JobState.SUCCEEDED)).isEqualTo(JOBS);
      Map<JobId, Integer> ends = ends(queue, start);
      assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(jobs);
      assertThat(ends.values()).containsOnly(1);
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        assertThat(KeyAudit.problems(connection.sync(), prefix, 0, 1_000)).isEmpty();
      }
    }
  }

  @Test
  void aProcessThatWasPausedBeyondItsLeaseChangesNothing() throws Exception {
    try (RedisServer server = RedisServer.start();
        RedisClient client = RedisClient.create(server.uri());
        JobQueue queue = open(client)) {
      JobId job = queue.enqueue(playlist("alice", 1), Priority.NORMAL);
      Process late = WorkerProcess.waiting(server, prefix);
      BufferedReader output =
          new BufferedReader(new InputStreamReader(late.getInputStream(), StandardCharsets.UTF_8));
      assertThat(output.readLine()).isEqualTo("taken");

      signal(late, "STOP");
      JobLease lease =
          queue.exchange("other", List.of(), 1, Duration.ofSeconds(20)).leases().get(0);
      signal(late, "CONT");
      try (OutputStream input = late.getOutputStream()) {
        input.write('\n');
      }

      assertThat(output.readLine()).isEqualTo("refused");
      assertThat(queue.status(job).map(JobStatus::state)).contains(JobState.RUNNING);
      Settlement settlement = new Settlement(lease, new JobOutcome.Succeeded("other"));
      assertThat(queue.exchange("other", List.of(settlement), 0, Duration.ZERO).refused())
          .isEmpty();
      assertThat(queue.status(job).map(JobStatus::result)).contains("other");
      assertThat(late.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void schedulesOfAThousandUsersFireOnceAPeriodHoweverManyProcessesThereAre() throws Exception {
    int users = 1_000;
    long periods = 2;
    Duration every = Duration.ofSeconds(10);
    try (RedisServer server = RedisServer.start();
        RedisClient client = RedisClient.create(server.uri());
        JobQueue queue = open(client)) {
      List<Process> workers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        workers.add(WorkerProcess.working(server, prefix, THREADS));
      }
      Map<UserId, Instant> firstDue = new HashMap<>();
      for (int i = 0; i < users; i++) {
        UserId user = UserId.of("user" + i);
        queue.schedule(new SyncSchedule(user, every, Duration.ZERO, Priority.LOW));
        firstDue.put(user, queue.nextDue(user).orElseThrow());
      }

      try {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (queue.counts().in(JobState.SUCCEEDED) < users * periods) {
          assertThat(System.nanoTime()).as("%s", queue.counts()).isLessThan(deadline);
          assertThat(workers.get(0).waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        }
      } finally {
        workers.forEach(Process::destroyForcibly);
      }

      firstDue.forEach(
          (user, first) -> {
            List<Long> fired =
                queue.jobs(JobFilter.ofUser(user)).jobs().stream()
                    .map(job -> Duration.between(first, job.times().created()))
                    .map(late -> Math.floorDiv(late.toMillis(), every.toMillis()))
                    .sorted()
                    .toList();
            assertThat(fired)
                .as("in which periods the schedule of %s fired", user)
                .isEqualTo(LongStream.range(0, fired.size()).boxed().toList())
                .hasSizeBetween((int) periods - 1, (int) periods + 1);
          });
    }
  }

  private JobQueue open(RedisClient client) {
    return RedisJobQueue.builder(client).prefix(prefix).settings(WorkerProcess.SETTINGS).build();
  }

  private static JobSpec playlist(String user, int number) {
    return JobSpec.playlist(UserId.of(user), PlaylistId.of("p" + number));
  }

  private static void signal(Process process, String name) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }

  private static Map<JobId, Integer> ends(JobQueue queue, String start) {
    Map<JobId, Integer> ends = new TreeMap<>();
    JobEvents events = queue.events(start, Duration.ZERO);
    while (!events.events().isEmpty()) {
      count(events, ends);
      events = queue.events(events.next(), Duration.ZERO);
    }
    return ends;
  }

  private static void count(JobEvents events, Map<JobId, Integer> ends) {
    events.events().stream()
        .filter(event -> event.state().isEnd())
        .map(JobEvent::job)
        .forEach(job -> ends.merge(job, 1, Integer::sum));
  }
}
