package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.contract.OwnThread;
import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.testing.redis.RedisServer;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of connections that fall silent, and of a Redis that is not there at the start. */
class RedisConnectionTest {
  private static final long PATIENCE_SECONDS = 30;
  private static final UserId ALICE = UserId.of("alice");

  private final String prefix = "n" + Partition.randomText();

  @Test
  void anIdleWorkerWhoseConnectionsFallSilentHearsOfTheNextJob() throws Exception {
    try (CuttingProxy proxy = CuttingProxy.before(RedisServers.server());
        RedisClient client = RedisServers.clientOf(proxy.uri());
        JobQueue queue = builder(client).build();
        JobQueue other = builder(RedisServers.client()).build()) {
      CompletableFuture<JobLease> taken = OwnThread.supply(() -> takeOne(queue));
      awaitTheSleep();

      proxy.silence();
      JobId job = other.enqueue(JobSpec.user(ALICE), Priority.NORMAL);

      assertThat(taken.get(PATIENCE_SECONDS, TimeUnit.SECONDS).job()).isEqualTo(job);
    }
  }

  @Test
  void aCallThatWaitsForAJobHearsOfItsEndOverANewConnection() throws Exception {
    try (CuttingProxy proxy = CuttingProxy.before(RedisServers.server());
        RedisClient client = RedisServers.clientOf(proxy.uri());
        JobQueue queue = builder(client).build();
        JobQueue other = builder(RedisServers.client()).build()) {
      JobId job = other.enqueue(JobSpec.user(ALICE), Priority.NORMAL);
      CompletableFuture<JobStatus> ended = OwnThread.supply(() -> awaitEnd(queue, job));
      awaitTheSleep();

      proxy.silence();
      other.exchange(
          "w",
          List.of(new Settlement(takeOne(other), new JobOutcome.Succeeded("done"))),
          0,
          Duration.ZERO);

      assertThat(ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS).state())
          .isEqualTo(JobState.SUCCEEDED);
    }
  }

  @Test
  void aQueueOfSilentConnectionsCloses() throws Exception {
    try (CuttingProxy proxy = CuttingProxy.before(RedisServers.server());
        RedisClient client = RedisServers.clientOf(proxy.uri())) {
      JobQueue queue = builder(client).build();
      CompletableFuture<Object> waiting =
          OwnThread.supply(() -> queue.exchange("w", List.of(), 1, Duration.ofMinutes(10)));
      awaitTheSleep();
      proxy.silence();

      OwnThread.supply(() -> closed(queue)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);

      assertThat(waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void aHostStartsWhileItsRedisIsDown() throws Exception {
    RedisServer server = RedisServer.start();
    server.kill();
    try (RedisClient client = RedisServers.clientOf(server.uri());
        RedisJobQueue queue = builder(client).connectLazily().build();
        RedisRequestGate gate = RedisRequestGate.create(client, prefix, GateSettings.defaults())) {
      assertThatThrownBy(queue::ping).isInstanceOf(QueueUnavailableException.class);
      assertThatThrownBy(() -> queue.enqueue(JobSpec.user(ALICE), Priority.HIGH))
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageContaining("cannot connect to Redis");
      assertThat(queue.awaitAsync(JobId.random(), Duration.ZERO)).isCompletedExceptionally();
      assertThatThrownBy(gate::status).isInstanceOf(QueueUnavailableException.class);

      server.launch();
      RedisFaultTest.awaitThat(() -> answers(queue));
      JobId job = queue.enqueue(JobSpec.user(ALICE), Priority.HIGH);
      assertThat(takeOne(queue).job()).isEqualTo(job);
      assertThat(gate.status().inFlight()).isZero();
    } finally {
      server.close();
    }
  }

  @Test
  void aRedisThatIsNotFitIsRefusedWithTheFirstCall() {
    try (RedisServer server = RedisServer.start("--maxmemory-policy", "allkeys-lru");
        RedisClient client = RedisServers.clientOf(server.uri());
        RedisJobQueue queue = builder(client).connectLazily().build()) {
      assertThatIllegalStateException()
          .isThrownBy(queue::counts)
          .withMessageContaining("allkeys-lru");
      assertThatIllegalStateException().isThrownBy(queue::ping);
    }
  }

  private RedisJobQueue.Builder builder(RedisClient client) {
    return RedisJobQueue.builder(client)
        .prefix(prefix)
        .settings(RedisFaultTest.SETTINGS)
        .commandTimeout(Duration.ofMillis(500));
  }

  /** Takes a job as a worker does, which goes on after failures. */
  private static JobLease takeOne(JobQueue queue) {
    while (true) {
      try {
        List<JobLease> leases =
            queue.exchange("w", List.of(), 1, Duration.ofSeconds(PATIENCE_SECONDS)).leases();
        assertThat(leases).hasSize(1);
        return leases.get(0);
      } catch (QueueUnavailableException e) {
        Thread.onSpinWait();
      }
    }
  }

  private static JobStatus awaitEnd(JobQueue queue, JobId job) {
    while (true) {
      try {
        return queue.await(job, Duration.ofSeconds(PATIENCE_SECONDS)).orElseThrow();
      } catch (QueueUnavailableException e) {
        Thread.onSpinWait();
      }
    }
  }

  private static boolean closed(JobQueue queue) {
    queue.close();
    return true;
  }

  private static boolean answers(RedisJobQueue queue) {
    try {
      queue.ping();
      return true;
    } catch (QueueUnavailableException e) {
      return false;
    }
  }

  /** Waits until a connection to Redis waits in a blocking command. */
  private static void awaitTheSleep() {
    try (StatefulRedisConnection<String, String> connection = RedisServers.client().connect()) {
      RedisFaultTest.awaitThat(
          () -> !connection.sync().info("clients").contains("blocked_clients:0"));
    }
  }
}
