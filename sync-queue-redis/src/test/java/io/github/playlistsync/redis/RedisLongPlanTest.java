package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a plan that is so long that its children come in steps. */
class RedisLongPlanTest {
  private static final UserId ALICE = UserId.of("alice");
  private static final int MANY = 1_000;
  private static final QueueSettings SETTINGS = QueueSettings.defaults().withUserLimit(MANY);

  private final String prefix = "g" + Partition.randomText();
  private final AtomicLong time = new AtomicLong();
  private final JobQueue queue =
      RedisJobQueue.builder(RedisServers.client())
          .prefix(prefix)
          .settings(SETTINGS)
          .timeOffset(time::get)
          .build();
  private final StatefulRedisConnection<String, String> connection =
      RedisServers.client().connect();
  private final RedisConnections connections = RedisConnections.over(RedisServers.client());
  private final LongPlans plans =
      new LongPlans(
          new Partitions(
              List.of(
                  new Partition(
                      0,
                      prefix,
                      SETTINGS,
                      time::get,
                      new RedisCalls(connections.link(), Duration.ofSeconds(5))))));
  private JobId parent;

  @BeforeEach
  void enqueueParent() {
    parent = queue.enqueue(JobSpec.user(ALICE), Priority.HIGH);
  }

  @AfterEach
  void close() {
    queue.close();
    connections.close();
    connection.close();
  }

  @Test
  void aWorkerThatDiesBetweenTheStepsLosesNoChildAndDoublesNone() {
    JobLease lost = take(1).get(0);
    plans.begin(List.of(new Settlement(lost, plan(MANY))));
    List<JobLease> begun = take(100);
    settle(begun, new JobOutcome.Succeeded("early"));

    time.addAndGet(SETTINGS.lease().toMillis() + 1);
    JobLease again = take(1).get(0);
    assertThat(again.job()).isEqualTo(parent);
    settle(List.of(again), plan(MANY));

    assertThat(status().children()).isEqualTo(new JobStatus.Children(MANY + 100, 100, 0, 0));
    List<JobLease> rest = take(MANY + 1);
    assertThat(rest).hasSize(MANY).extracting(JobLease::spec).doesNotHaveDuplicates();
    settle(rest, new JobOutcome.Succeeded("done"));
    assertThat(status().state()).isEqualTo(JobState.SUCCEEDED);
    audit();
  }

  @Test
  void aPlanThatIsCanceledBetweenTheStepsLeavesNoChild() {
    JobLease lease = take(1).get(0);
    List<Settlement> rest = plans.begin(List.of(new Settlement(lease, plan(MANY))));
    queue.cancel(parent);

    queue.exchange("w", rest, 0, Duration.ZERO);

    assertThat(status().state()).isEqualTo(JobState.CANCELED);
    assertThat(queue.counts(ALICE).live()).isZero();
    audit();
  }

  @Test
  void aLeaseThatIsLostAddsNoChildren() {
    JobLease lost = take(1).get(0);
    time.addAndGet(SETTINGS.lease().toMillis() + 1);
    take(1);

    List<Settlement> rest = plans.begin(List.of(new Settlement(lost, plan(MANY))));

    assertThat(queue.exchange("w", rest, 0, Duration.ZERO).refused()).containsExactly(lost);
    assertThat(queue.counts(ALICE).live()).isEqualTo(1);
  }

  private List<JobLease> take(int want) {
    List<JobLease> taken = new ArrayList<>();
    List<JobLease> more;
    do {
      more = queue.exchange("w", List.of(), want - taken.size(), Duration.ZERO).leases();
      taken.addAll(more);
    } while (!more.isEmpty() && taken.size() < want);
    return taken;
  }

  private void settle(List<JobLease> leases, JobOutcome outcome) {
    List<Settlement> done = leases.stream().map(lease -> new Settlement(lease, outcome)).toList();
    assertThat(queue.exchange("w", done, 0, Duration.ZERO).refused()).isEmpty();
  }

  private JobStatus status() {
    return queue.status(parent).orElseThrow();
  }

  private void audit() {
    assertThat(KeyAudit.problems(connection.sync(), prefix, 0, MANY)).isEmpty();
  }

  private static JobOutcome.FannedOut plan(int size) {
    return new JobOutcome.FannedOut(
        "planned",
        IntStream.range(0, size)
            .mapToObj(n -> JobSpec.playlist(ALICE, PlaylistId.of("p" + n)))
            .map(spec -> new JobOutcome.Child(spec, Priority.NORMAL))
            .toList());
  }
}
