package io.github.playlistsync.redis;

import static io.github.playlistsync.redis.DamagedKeys.ALICE;
import static io.github.playlistsync.redis.DamagedKeys.playlist;
import static io.github.playlistsync.redis.DamagedKeys.settle;
import static io.github.playlistsync.redis.DamagedKeys.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.testing.redis.RedisServer;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What others do between two scripts that belong together. */
class RedisStepsTest {
  private static final JobOutcome DONE = new JobOutcome.Succeeded("done");

  private final StatefulRedisConnection<String, String> connection =
      RedisServers.client().connect();
  private final DamagedKeys keys = new DamagedKeys(connection.sync());
  private final RedisConnections connections = RedisConnections.over(RedisServers.client());
  private final Partition partition = keys.partition(connections);
  private final JobQueue queue = keys.open();

  @AfterEach
  void close() {
    queue.close();
    connections.close();
    connection.close();
  }

  @Test
  void anAnswerThatIsGivenAgainLeavesTheMarkerOfTheJobsThatCameSince() {
    JobId first = queue.enqueue(playlist(ALICE, "p1"), Priority.NORMAL);
    assertThat(exchange(1)).contains(first.value());
    queue.enqueue(playlist(ALICE, "p2"), Priority.NORMAL);

    // Another caller has joined meanwhile, and falls asleep without a job.
    assertThat(exchange(2)).contains(first.value());

    assertThat(connection.sync().zcard(keys.key("wake"))).isEqualTo(1);
  }

  /** An exchange of always the same number, as a client makes it again until it is answered. */
  private String exchange(int want) {
    List<String> arguments = List.of("1", "000001", "0", "0", "w", Integer.toString(want));
    return partition.run(Scripts.EXCHANGE, "client", arguments).join().toString();
  }

  @Test
  void aWokenProcessWakesTheNextThoughMemoryIsFull() {
    try (RedisServer server = RedisServer.start();
        RedisClient client = RedisServers.clientOf(server.uri());
        StatefulRedisConnection<String, String> own = client.connect();
        JobQueue full = keys.open(client)) {
      keys.time.set(Duration.ofDays(365).toMillis());
      full.enqueue(playlist(ALICE, "p1"), Priority.NORMAL);
      full.schedule(
          new SyncSchedule(
              JobSpec.user(ALICE), Duration.ofMinutes(1), Duration.ZERO, Priority.LOW));
      full.pause();
      assertThat(take(full)).isEmpty();
      full.resume();
      // The clock was ahead, which the next exchange has to mend.
      keys.time.set(0);
      own.sync().configSet("maxmemory", "1");

      for (int i = 0; i < 2; i++) {
        own.sync().del(keys.key("wake"));
        RedisConnections to = RedisConnections.over(client);
        List<String> woken = List.of("1", "000001", "1", "0");
        keys.partition(to).run(Scripts.EXCHANGE, "client", woken).join();
        to.close();
        assertThat(own.sync().zcard(keys.key("wake"))).isEqualTo(1);
      }
    }
  }

  @Test
  void aJobThatEndsWhileItsChildrenAreCanceledLeavesNone() {
    JobId parent = queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);
    JobLease lease = take(queue).get(0);
    List<Settlement> rest =
        new LongPlans(new Partitions(List.of(partition)))
            .begin(List.of(new Settlement(lease, plan(500))));
    assertThat(cancel(parent, "")).isEqualTo("100");

    queue.exchange("w", rest, 0, Duration.ZERO);
    assertThat(state(parent)).isEqualTo(JobState.CANCELED);
    for (String answer = "100"; !answer.equals("D"); ) {
      answer = cancel(parent, answer);
    }

    assertThat(queue.counts().live()).isZero();
    assertThat(audit()).isEmpty();
  }

  @Test
  void aJobEndsIfAllItsChildrenAreLetGoAndTheirCancelerDies() {
    JobId parent = queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);
    settle(queue, take(queue).get(0), plan(100));
    List<JobSpec> children = plan(100).children().stream().map(JobOutcome.Child::spec).toList();
    queue.enqueueAll(children, Priority.NORMAL);

    assertThat(cancel(parent, "")).isEqualTo("0");

    assertThat(state(parent)).isEqualTo(JobState.CANCELED);
    assertThat(cancel(parent, "0")).isEqualTo("D");
    assertThat(queue.counts().live()).isEqualTo(100);
    assertThat(audit()).isEmpty();
  }

  private String cancel(JobId job, String offset) {
    return partition.ask("cancel the job", Scripts.CANCEL, job.value(), offset);
  }

  @Test
  void aRunThatBeginsAsAnotherEndsIsNotCountedWrong() {
    queue.enqueue(playlist(ALICE, "first"), Priority.LOW);
    queue.enqueueAll(
        IntStream.range(0, 210).mapToObj(n -> playlist(ALICE, "p" + n)).toList(), Priority.LOW);
    queue.enqueue(playlist(ALICE, "last"), Priority.HIGH);
    JobLease last = take(queue).get(0);
    queue.enqueue(last.spec(), Priority.LOW);
    List<?> begun = repair("");

    // Afterwards one job runs and 211 wait, as before.
    queue.exchange("w", List.of(new Settlement(last, DONE)), 1, Duration.ZERO);
    for (String progress = (String) begun.get(0); !progress.isEmpty(); ) {
      List<?> step = repair(progress);
      assertThat((List<?>) step.get(2)).isEmpty();
      progress = (String) step.get(0);
    }

    assertThat(begun.get(0)).isNotEqualTo("");
    assertThat(audit()).isEmpty();
  }

  private List<?> repair(String progress) {
    List<String> arguments = List.of("user", ALICE.value(), progress);
    return (List<?>) partition.run(Scripts.REPAIR, arguments).join();
  }

  private JobState state(JobId job) {
    return queue.status(job).map(JobStatus::state).orElseThrow();
  }

  private List<String> audit() {
    return KeyAudit.problems(connection.sync(), keys.prefix, 0, DamagedKeys.SETTINGS.userLimit());
  }

  private static JobOutcome.FannedOut plan(int size) {
    return new JobOutcome.FannedOut(
        "planned",
        IntStream.range(0, size)
            .mapToObj(n -> new JobOutcome.Child(playlist(ALICE, "c" + n), Priority.NORMAL))
            .toList());
  }
}
