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
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of jobs when whole processes are killed or paused. The size is {@code
 * queue.processes.jobs}, {@code .count}, {@code .kills} and {@code .schedules}; in full 10,000, 4,
 * 10 and 1,000.
 */
class RedisProcessTest {
  private static final int JOBS = Integer.getInteger("queue.processes.jobs", 600);
  private static final int PROCESSES = Integer.getInteger("queue.processes.count", 2);
  private static final int KILLS = Integer.getInteger("queue.processes.kills", 1);
  private static final int SCHEDULES = Integer.getInteger("queue.processes.schedules", 200);
  private static final int PERIODS = 3;
  private static final int THREADS = 8;
  private static final int USERS = 40;
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final String prefix = "p" + Partition.randomText();
  private final List<Process> workers = new ArrayList<>();
  private final AtomicLong offset = new AtomicLong();

  @AfterEach
  void killWorkers() {
    workers.forEach(Process::destroyForcibly);
  }

  @Test
  void everyJobEndsOnceThoughWorkersAreKilled() throws Exception {
    try (JobQueue queue = open()) {
      String start = queue.events(null, Duration.ZERO).next();
      List<JobId> jobs =
          queue.enqueueAll(
              IntStream.range(0, JOBS).mapToObj(i -> playlist("user" + i % USERS, i)).toList(),
              Priority.NORMAL);
      startWorkers(PROCESSES);
      for (int killed = 1; killed <= KILLS; killed++) {
        awaitEnded(queue, killed * JOBS / (KILLS + 2));
        killOneThatRunsAJob(queue);
        startWorkers(1);
      }
      awaitEnded(queue, JOBS);

      assertThat(queue.counts().in(JobState.SUCCEEDED)).isEqualTo(JOBS);
      Map<JobId, Integer> ends = ends(queue, start);
      assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(jobs);
      assertThat(ends.values()).containsOnly(1);
      try (StatefulRedisConnection<String, String> connection = RedisServers.client().connect()) {
        assertThat(KeyAudit.problems(connection.sync(), prefix, 0, 1_000)).isEmpty();
      }
    }
  }

  @Test
  void aProcessThatWasPausedBeyondItsLeaseChangesNothing() throws Exception {
    try (JobQueue queue = open()) {
      JobId job = queue.enqueue(playlist("alice", 1), Priority.NORMAL);
      Process late = WorkerProcess.waiting(RedisServers.server(), prefix);
      workers.add(late);
      BufferedReader output =
          new BufferedReader(new InputStreamReader(late.getInputStream(), StandardCharsets.UTF_8));
      assertThat(output.readLine()).isEqualTo("taken");

      signal(late, "STOP");
      offset.addAndGet(WorkerProcess.SETTINGS.lease().toMillis());
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
  void schedulesFireOnceAPeriodHoweverManyProcessesThereAre() throws Exception {
    Duration every = Duration.ofMinutes(10);
    List<UserId> users =
        IntStream.range(0, SCHEDULES).mapToObj(i -> UserId.of("user" + i)).toList();
    try (JobQueue queue = open()) {
      for (UserId user : users) {
        queue.schedule(new SyncSchedule(JobSpec.user(user), every, Duration.ZERO, Priority.LOW));
      }
      startWorkers(PROCESSES);

      for (int period = 1; period <= PERIODS; period++) {
        assertThat(queue.counts().live()).isZero();
        passTime(every);
        awaitEnded(queue, period * SCHEDULES);
      }

      for (UserId user : users) {
        List<JobStatus> jobs = queue.jobs(JobFilter.ofUser(user)).jobs();
        assertThat(jobs).as("jobs of the schedule of %s", user).hasSize(PERIODS);
      }
      assertThat(queue.counts().live()).isZero();
    }
  }

  private void startWorkers(int count) {
    for (int i = 0; i < count; i++) {
      workers.add(WorkerProcess.working(RedisServers.server(), prefix, THREADS));
    }
  }

  /** Moves the time of all workers, which must be idle, since their leases would run out. */
  private void passTime(Duration time) throws Exception {
    for (Process worker : workers) {
      OutputStream input = worker.getOutputStream();
      input.write((time.toMillis() + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    }
  }

  private void killOneThatRunsAJob(JobQueue queue) throws Exception {
    Process victim = null;
    while (victim == null) {
      victim =
          queue.jobs(JobFilter.all().in(JobState.RUNNING)).jobs().stream()
              .flatMap(
                  job ->
                      workers.stream()
                          .filter(
                              each ->
                                  String.valueOf(job.worker())
                                      .startsWith("worker-" + each.pid() + "-")))
              .findFirst()
              .orElse(null);
    }
    victim.destroyForcibly().waitFor();
    workers.remove(victim);
  }

  private static void awaitEnded(JobQueue queue, int count) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (queue.counts().in(JobState.SUCCEEDED) < count) {
      assertThat(System.nanoTime()).as("%s", queue.counts()).isLessThan(deadline);
      queue.events(queue.events(null, Duration.ZERO).next(), Duration.ofMillis(100));
    }
  }

  private JobQueue open() {
    return RedisJobQueue.builder(RedisServers.client())
        .prefix(prefix)
        .settings(WorkerProcess.SETTINGS)
        .timeOffset(offset::get)
        .build();
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
