package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.contract.RecordedCall;
import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobEvents;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spi.spotify.RequestGate.Limit;
import io.github.playlistsync.spi.spotify.RequestGate.Permit;
import io.github.playlistsync.testing.redis.RedisServer;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rights that the README grants the Redis user are all that the queue needs, and no more. */
class RedisAclTest {
  /** As in the README. */
  private static final String RULES =
      "reset on >secret ~{playlist-sync:* -@all"
          + " +info +eval +evalsha +bzpopmin +xread +xrevrange +xadd +time"
          + " +scan +exists +unlink +hget +hset +hdel +hmget +hgetall +hexists +hincrby +hscan"
          + " +sadd +srem +smembers +zadd +zrem +zcard +zcount +zlexcount +zscore +zrange"
          + " +zrangebyscore +zrevrangebyscore +zrangebylex +zremrangebyscore +zpopmin +zscan";

  private static final UserId ALICE = UserId.of("alice");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static RedisServer server;

  @BeforeAll
  static void startServer() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void theUserOfTheReadmeMayDoAllThatIsNeeded() throws Exception {
    setUser(RULES);
    try (RedisClient client = client();
        JobQueue queue = RedisJobQueue.create(client)) {
      doAll(queue);
    }
    try (RedisClient client = client();
        RedisRequestGate gate =
            RedisRequestGate.create(
                client, "playlist-sync", GateSettings.defaults().withDailyCap(100L))) {
      try (Permit permit = gate.enter(RecordedCall.patient(PATIENCE))) {
        permit.limited(Limit.RATE, Duration.ofHours(1));
      }
      assertThat(gate.status().closedUntil()).isNotNull();
    }
  }

  @Test
  void onAClusterItNeedsToKnowTheNodesToo() throws Exception {
    for (RedisServer master : RedisServers.masters()) {
      setUser(master, RULES + " +cluster|nodes");
    }
    try (RedisClusterClient client =
            RedisClusterClient.create(asUser(RedisServers.masters().get(0)));
        JobQueue queue = RedisJobQueue.create(client)) {
      doAll(queue);
    }
  }

  private static void doAll(JobQueue queue) {
    String start = queue.events(null, Duration.ZERO).next();
    JobId library = queue.enqueue(JobSpec.user(ALICE), Priority.NORMAL);
    JobLease lease = take(queue);
    queue.heartbeat(
        List.of(new Heartbeat(lease, Progress.NONE, new Wait(Instant.now(), "a limit"))));
    settle(queue, lease, new JobOutcome.FannedOut("planned", List.of(child("p1"), child("p2"))));
    settle(queue, take(queue), new JobOutcome.Retry(Duration.ofMillis(1), "again"));
    settle(queue, take(queue), new JobOutcome.Succeeded("done"));
    settle(queue, take(queue), new JobOutcome.Failed("gone", null));
    assertThat(queue.await(library, PATIENCE).map(JobStatus::state)).contains(JobState.FAILED);
    assertThat(queue.retry(library)).isPresent();
    queue.cancel(queue.enqueue(JobSpec.user(ALICE), Priority.HIGH));
    queue.schedule(
        new SyncSchedule(JobSpec.user(ALICE), Duration.ofMinutes(1), Duration.ZERO, Priority.LOW));
    assertThat(queue.scheduleOf(JobSpec.user(ALICE))).isPresent();
    assertThat(queue.nextDue(JobSpec.user(ALICE))).isPresent();
    assertThat(queue.unschedule(JobSpec.user(ALICE))).isTrue();
    queue.pause(ALICE);
    assertThat(queue.isPaused(ALICE)).isTrue();
    assertThat(queue.resume(ALICE)).isTrue();
    queue.pause();
    queue.resume();
    assertThat(queue.exchange("w", List.of(), 1, Duration.ofMillis(50)).leases()).isEmpty();
    assertThat(queue.jobs(JobFilter.all()).jobs()).isNotEmpty();
    assertThat(queue.jobs(JobFilter.ofUser(ALICE).in(JobState.FAILED)).jobs()).hasSize(2);
    assertThat(queue.jobs(JobFilter.childrenOf(library)).jobs()).hasSize(2);
    assertThat(queue.counts(ALICE).in(JobState.SUCCEEDED)).isEqualTo(1);
    assertThat(queue.repair().findings()).isEmpty();
    JobEvents events = queue.events(start, Duration.ZERO);
    assertThat(events.events()).isNotEmpty();
  }

  @Test
  void keysOfOthersAreOutOfReach() {
    setUser(RULES);
    try (RedisClient client = client()) {
      assertThatThrownBy(() -> RedisJobQueue.builder(client).prefix("others").build().counts())
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageContaining("NOPERM");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evalsha", "xadd", "hset", "zrangebylex", "bzpopmin"})
  void aCommandThatIsMissingIsNamed(String command) {
    setUser(RULES + " -" + command);
    try (RedisClient client = client()) {
      assertThatThrownBy(() -> RedisJobQueue.create(client)).hasMessageContaining(command);
    }
  }

  private static JobOutcome.Child child(String playlist) {
    return new JobOutcome.Child(JobSpec.playlist(ALICE, PlaylistId.of(playlist)), Priority.NORMAL);
  }

  private static JobLease take(JobQueue queue) {
    List<JobLease> leases = queue.exchange("w", List.of(), 1, PATIENCE).leases();
    assertThat(leases).hasSize(1);
    return leases.get(0);
  }

  private static void settle(JobQueue queue, JobLease lease, JobOutcome outcome) {
    assertThat(queue.exchange("w", List.of(new Settlement(lease, outcome)), 0, PATIENCE).refused())
        .isEmpty();
  }

  private static RedisClient client() {
    return RedisClient.create(asUser(server));
  }

  private static RedisURI asUser(RedisServer redis) {
    RedisURI uri = RedisURI.create(redis.uri());
    uri.setCredentialsProvider(
        RedisCredentialsProvider.from(() -> RedisCredentials.just("sync", "secret")));
    return uri;
  }

  private static void setUser(String rules) {
    setUser(server, rules);
  }

  private static void setUser(RedisServer redis, String rules) {
    CommandArgs<String, String> arguments =
        new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add("sync");
    for (String rule : rules.split(" ", -1)) {
      arguments.add(rule);
    }
    try (RedisClient client = RedisClient.create(redis.uri());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      assertThat(
              connection
                  .sync()
                  .dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments))
          .isEqualTo("OK");
    }
  }
}
