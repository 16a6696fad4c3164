package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.model.Cancellation;
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
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.testing.redis.RedisServer;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of jobs when connections break, Redis dies, and payloads are damaged. The size is
 * {@code queue.faults.jobs} for each thread; in full 100.
 */
class RedisFaultTest {
  private static final int JOBS = Integer.getInteger("queue.faults.jobs", 25);
  private static final UserId ALICE = UserId.of("alice");
  private static final UserId BOB = UserId.of("bob");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final JobOutcome DONE = new JobOutcome.Succeeded("done");
  static final QueueSettings SETTINGS =
      QueueSettings.defaults().withLease(Duration.ofSeconds(5)).withUserLimit(100);

  private final String prefix = "f" + Partition.randomText();
  private final AtomicLong time = new AtomicLong();

  @ParameterizedTest
  @ValueSource(ints = {4, 60})
  void answersThatAreLostLoseNoJobAndEndNoneTwice(int threads) throws Exception {
    try (CuttingProxy proxy = CuttingProxy.before(RedisServers.server());
        RedisClient client = RedisServers.clientOf(proxy.uri());
        JobQueue queue = open(client)) {
      List<JobId> jobs = enqueue(queue, JOBS * threads);
      Map<JobId, Integer> ends = new ConcurrentHashMap<>();

      Load workers = Load.of(threads, queue, () -> ends.size() >= jobs.size(), ends);
      for (int cut = 0; cut < 12; cut++) {
        int before = proxy.lost();
        proxy.loseAnswers(1);
        awaitThat(() -> proxy.lost() > before || ends.size() == jobs.size());
      }
      workers.join();
      proxy.loseNoMore();
      awaitThat(() -> accepts(queue));

      assertThat(proxy.lost()).isPositive();
      assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(jobs);
      assertThat(queue.counts().in(JobState.SUCCEEDED)).isEqualTo(jobs.size());
      assertThat(queue.counts().live()).isEqualTo(1);
      assertThat(queue.status(jobs.get(0)).orElseThrow().tries().attempts()).isEqualTo(1);
      audit(RedisServers.client());
    }
  }

  @Test
  void anAnswerThatIsLostIsGivenAgain() {
    try (CuttingProxy proxy = CuttingProxy.before(RedisServers.server());
        RedisClient client = RedisServers.clientOf(proxy.uri());
        JobQueue queue = open(client)) {
      List<JobId> jobs = enqueue(queue, 3);

      proxy.loseAnswers(1);
      Exchange exchange = queue.exchange("w", List.of(), 3, Duration.ZERO);

      assertThat(proxy.lost()).isEqualTo(1);
      assertThat(exchange.leases()).extracting(JobLease::job).containsExactlyElementsOf(jobs);
      proxy.loseAnswers(1);
      List<JobId> more = enqueue(queue, 5).subList(3, 5);
      assertThat(queue.counts().live()).isEqualTo(5 + 3);
      assertThat(more).doesNotHaveDuplicates();
    }
  }

  @Test
  void aClaimWhoseAnswerIsLostForLongerThanItsLeaseIsNotGivenAgain() {
    try (CuttingProxy proxy = CuttingProxy.before(RedisServers.server());
        RedisClient cut = RedisServers.clientOf(proxy.uri());
        JobQueue first = impatient(cut);
        JobQueue second = impatient(RedisServers.client())) {
      List<JobId> jobs = enqueue(second, 1);
      loseEveryAnswerOf(() -> first.exchange("w", List.of(), 1, Duration.ZERO), proxy);

      time.addAndGet(SETTINGS.lease().toMillis() + 1);
      JobLease lease = takeOne(second, jobs);

      assertThat(first.exchange("w", List.of(), 1, Duration.ZERO).leases()).isEmpty();
      assertThat(settles(second, lease)).isTrue();
    }
  }

  @Test
  void aSettlementThatCannotBeWrittenFailsOnlyItsCaller() {
    try (JobQueue queue = open(RedisServers.client())) {
      enqueue(queue, 40);
      List<JobLease> leases = queue.exchange("w", List.of(), 40, Duration.ZERO).leases();
      Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
      Progress unwritable = new Progress(Progress.Phase.READ, 1, 2L, Progress.Unit.ITEMS, endless);

      List<CompletableFuture<Exchange>> calls =
          IntStream.range(0, leases.size())
              .mapToObj(i -> new Settlement(leases.get(i), DONE, i == 20 ? unwritable : null))
              .map(
                  settlement ->
                      CompletableFuture.supplyAsync(
                          () -> queue.exchange("w", List.of(settlement), 0, Duration.ZERO),
                          task -> new Thread(task).start()))
              .collect(Collectors.toCollection(ArrayList::new));

      assertThat(calls.remove(20)).failsWithin(PATIENCE);
      assertThat(CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new)))
          .succeedsWithin(PATIENCE);
      assertThat(queue.counts().in(JobState.SUCCEEDED)).isEqualTo(39);
    }
  }

  @Test
  void anExchangeThatComesAgainFiresEverySchedule() {
    try (CuttingProxy proxy = CuttingProxy.before(RedisServers.server());
        RedisClient cut = RedisServers.clientOf(proxy.uri());
        JobQueue queue = impatient(cut)) {
      Duration period = Duration.ofMinutes(30);
      queue.schedule(new SyncSchedule(JobSpec.user(ALICE), period, Duration.ZERO, Priority.LOW));
      queue.schedule(
          new SyncSchedule(JobSpec.user(BOB), period.plusMinutes(10), Duration.ZERO, Priority.LOW));
      time.addAndGet(period.plusSeconds(5).toMillis());
      loseEveryAnswerOf(() -> queue.exchange("w", List.of(), 1, Duration.ZERO), proxy);

      time.addAndGet(Duration.ofMinutes(10).toMillis());
      List<JobLease> leases = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        leases.addAll(queue.exchange("w", List.of(), 2, Duration.ZERO).leases());
      }

      assertThat(leases)
          .extracting(JobLease::spec)
          .containsExactlyInAnyOrder(JobSpec.user(ALICE), JobSpec.user(BOB));
    }
  }

  @Test
  void aReplicaThatLacksTheLastClaimGivesTheJobAnotherToken() {
    try (RedisServer master = RedisServer.start();
        CuttingProxy link = CuttingProxy.before(master);
        RedisServer replica = RedisServer.start("--replicaof", "127.0.0.1 " + link.port());
        RedisClient old = RedisServers.clientOf(master.uri());
        RedisClient promoted = RedisServers.clientOf(replica.uri());
        StatefulRedisConnection<String, String> connection = promoted.connect()) {
      JobLease lost;
      try (JobQueue queue = open(old)) {
        List<JobId> jobs = enqueue(queue, 1);
        awaitThat(() -> connection.sync().exists("{" + prefix + ":0}:j:" + jobs.get(0)) == 1);
        link.cut();
        lost = takeOne(queue, jobs);
      }
      master.kill();
      connection.sync().replicaofNoOne();

      try (JobQueue queue = open(promoted)) {
        JobLease lease = takeOne(queue, List.of(lost.job()));

        assertThat(lease.token()).isNotEqualTo(lost.token());
        assertThat(queue.heartbeat(List.of(new Heartbeat(lost, Progress.NONE))))
            .containsExactly(Directive.LEASE_LOST);
        assertThat(settles(queue, lost)).isFalse();
        assertThat(settles(queue, lease)).isTrue();
      }
    }
  }

  @Test
  void redisThatIsKilledComesBackWithEveryJob() throws Exception {
    try (RedisServer server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
        RedisClient client = RedisServers.clientOf(server.uri());
        JobQueue queue = open(client)) {
      List<JobId> jobs = enqueue(queue, 300);
      Map<JobId, Integer> ends = new ConcurrentHashMap<>();
      Load workers = Load.of(4, queue, () -> ends.size() >= jobs.size(), ends);

      for (int kill = 1; kill <= 2; kill++) {
        int enough = kill * 60;
        awaitThat(() -> ends.size() >= enough);
        server.kill();
        server.launch();
      }
      workers.join();

      assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(jobs);
      assertThat(queue.counts().in(JobState.SUCCEEDED)).isEqualTo(jobs.size());
      assertThat(queue.counts().live()).isZero();
      audit(client);
    }
  }

  @Test
  void aQueueThatCannotBeReachedSaysSoInTimeAndRecovers() {
    try (RedisServer server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
        RedisClient client = RedisServers.clientOf(server.uri());
        JobQueue queue =
            RedisJobQueue.builder(client)
                .prefix(prefix)
                .commandTimeout(Duration.ofMillis(300))
                .build()) {
      JobLease lease = takeOne(queue, enqueue(queue, 1));
      server.kill();

      long begun = System.nanoTime();
      assertThatThrownBy(() -> queue.enqueue(JobSpec.user(ALICE), Priority.HIGH))
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageStartingWith("cannot enqueue jobs: Redis: ");
      assertThatThrownBy(
              () -> queue.exchange("w", List.of(new Settlement(lease, DONE)), 1, Duration.ZERO))
          .isInstanceOf(QueueUnavailableException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));

      server.launch();
      awaitThat(() -> settles(queue, lease));
      assertThat(queue.status(lease.job()).map(JobStatus::state)).contains(JobState.SUCCEEDED);
    }
  }

  @Test
  void aWaitOutlivesRedis() throws Exception {
    try (RedisServer server = RedisServer.start();
        RedisClient client = RedisServers.clientOf(server.uri());
        JobQueue queue = open(client)) {
      CountDownLatch served = new CountDownLatch(1);
      Thread worker =
          new Thread(
              () -> {
                while (served.getCount() > 0) {
                  try {
                    if (!queue
                        .exchange("w", List.of(), 1, Duration.ofSeconds(30))
                        .leases()
                        .isEmpty()) {
                      served.countDown();
                    }
                  } catch (QueueUnavailableException e) {
                    Thread.onSpinWait();
                  }
                }
              });
      worker.start();
      awaitThat(() -> worker.getState() == Thread.State.TIMED_WAITING);

      server.kill();
      server.launch();
      awaitThat(() -> accepts(queue));

      assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();
      worker.join();
    }
  }

  @Test
  void whatCannotBeReadStopsNobody() {
    RedisClient client = RedisServers.client();
    try (JobQueue queue = open(client);
        StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisCommands<String, String> redis = connection.sync();
      List<JobId> jobs = enqueue(queue, 6);
      String base = "{" + prefix + ":0}:j:";
      redis.hset(base + jobs.get(0), "v", "old");
      redis.hset(base + jobs.get(1), "t", "X");
      redis.hdel(base + jobs.get(2), "u");
      redis.hset(base + jobs.get(3), "p", "not an id");
      redis.hset(base + jobs.get(0), "c", "yesterday");
      redis.hset(base + jobs.get(0), "l", "many");
      assertThat(queue.status(jobs.get(0))).isPresent();
      assertThat(queue.jobs(JobFilter.all()).jobs()).hasSizeGreaterThanOrEqualTo(4);
      redis.del(base + jobs.get(4));

      List<JobLease> leases = queue.exchange("w", List.of(), 10, Duration.ZERO).leases();

      assertThat(leases).extracting(JobLease::job).containsExactly(jobs.get(5));
      awaitThat(() -> queue.counts().in(JobState.FAILED) == 4);
      assertThat(failure(queue, jobs.get(0))).contains("format old");
      assertThat(failure(queue, jobs.get(1))).contains("type X");
      assertThat(failure(queue, jobs.get(2))).contains("damaged");
      assertThat(failure(queue, jobs.get(3))).contains("not an id");
      assertThat(queue.status(jobs.get(1)).orElseThrow().spec()).isNull();
      assertThat(queue.counts().in(JobState.QUEUED)).isZero();
      assertThat(queue.enqueue(playlist(1), Priority.HIGH)).isNotEqualTo(jobs.get(1));
    }
  }

  @Test
  void whatANewerVersionWroteIsLeftToItsWorkers() {
    RedisClient client = RedisServers.client();
    try (JobQueue queue = impatient(client);
        StatefulRedisConnection<String, String> connection = client.connect()) {
      List<JobId> jobs = enqueue(queue, 2);
      String newer = "{" + prefix + ":0}:j:" + jobs.get(0);
      connection.sync().hset(newer, Map.of("v", "2", "t", "X"));

      assertThat(takeOne(queue, jobs).job()).isEqualTo(jobs.get(1));
      assertThat(queue.status(jobs.get(0)).orElseThrow().state()).isEqualTo(JobState.DEFERRED);
      assertThat(queue.status(jobs.get(0)).orElseThrow().waiting().reason()).contains("format 2");
      audit(client);

      connection.sync().hset(newer, Map.of("v", "1", "t", "P"));
      time.addAndGet(61_000);
      assertThat(takeOne(queue, jobs).job()).isEqualTo(jobs.get(0));
    }
  }

  @Test
  void fullMemoryRefusesNewJobsAndLetsTheOthersEnd() {
    try (RedisServer server = RedisServer.start();
        RedisClient client = RedisServers.clientOf(server.uri());
        StatefulRedisConnection<String, String> connection = client.connect();
        JobQueue queue = open(client)) {
      enqueue(queue, 8);
      JobId parent = queue.enqueue(JobSpec.user(BOB), Priority.HIGH);
      List<JobLease> leases = queue.exchange("w", List.of(), 6, Duration.ZERO).leases();
      connection.sync().configSet("maxmemory", "1");

      assertThatThrownBy(() -> queue.enqueue(playlist(99), Priority.HIGH))
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageContaining("memory");
      assertThat(queue.heartbeat(List.of(new Heartbeat(leases.get(0), Progress.NONE))))
          .containsExactly(Directive.GO_ON);
      List<JobOutcome> outcomes =
          List.of(
              new JobOutcome.FannedOut("planned", List.of()),
              DONE,
              new JobOutcome.Failed("broken", null),
              new JobOutcome.Retry(Duration.ofHours(1), "again"),
              new JobOutcome.HandedBack(),
              new JobOutcome.Canceled());
      for (int i = 0; i < outcomes.size(); i++) {
        assertThat(
                queue
                    .exchange(
                        "w",
                        List.of(new Settlement(leases.get(i), outcomes.get(i))),
                        0,
                        Duration.ZERO)
                    .refused())
            .isEmpty();
      }
      assertThat(queue.status(parent).map(JobStatus::state)).contains(JobState.SUCCEEDED);
      assertThat(queue.exchange("w", List.of(), 10, Duration.ZERO).leases()).hasSize(4);
      audit(client);
    }
  }

  @Test
  void whatDoesNotAgreeWithItsEntryStopsNobody() {
    RedisClient client = RedisServers.client();
    try (JobQueue queue = open(client);
        StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisCommands<String, String> redis = connection.sync();
      List<JobId> jobs = enqueue(queue, 7);
      String base = "{" + prefix + ":0}:j:";
      redis.hset(base + jobs.get(0), "q", "somewhere");
      redis.hset(base + jobs.get(1), "pr", "urgent");
      redis.hset(base + jobs.get(2), "s", "lost");
      redis.hset(base + jobs.get(3), "q", "somewhere");
      assertThat(queue.cancel(jobs.get(3))).isEqualTo(Cancellation.DONE);

      List<JobLease> leases = queue.exchange("w", List.of(), 2, Duration.ZERO).leases();
      assertThat(leases).extracting(JobLease::job).containsExactly(jobs.get(4), jobs.get(5));
      redis.hset(base + jobs.get(4), "q", "");
      redis.zadd("{" + prefix + ":0}:done", 0, "0.written-by-another-version");
      redis.zadd("{" + prefix + ":0}:ready", 0, "nonsense");
      List<Settlement> back =
          leases.stream().map(lease -> new Settlement(lease, new JobOutcome.HandedBack())).toList();
      List<JobLease> again = queue.exchange("w", back, 10, Duration.ZERO).leases();

      assertThat(again).extracting(JobLease::job).containsExactly(jobs.get(5), jobs.get(6));
      for (int damaged : new int[] {0, 1, 2, 4}) {
        assertThat(failure(queue, jobs.get(damaged))).contains("damaged");
      }
      assertThat(queue.counts().in(JobState.FAILED)).isEqualTo(4);
      assertThat(queue.counts().in(JobState.CANCELED)).isEqualTo(1);
      assertThat(queue.counts().live()).isEqualTo(2);
      assertThat(queue.enqueue(playlist(0), Priority.HIGH)).isNotEqualTo(jobs.get(0));
    }
  }

  @Test
  void aRedisThatEvictsIsRefused() {
    try (RedisServer server = RedisServer.start("--maxmemory-policy", "allkeys-lru");
        RedisClient client = RedisServers.clientOf(server.uri())) {
      assertThatIllegalStateException()
          .isThrownBy(() -> RedisJobQueue.create(client))
          .withMessageContaining("allkeys-lru");
    }
  }

  @Test
  void aRedisThatIsNotThereIsToldAtOnce() throws Exception {
    try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + RedisServer.freePort())) {
      assertThatThrownBy(() -> RedisJobQueue.create(client))
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageStartingWith("cannot connect to Redis");
    }
  }

  private JobQueue open(RedisClient client) {
    return RedisJobQueue.builder(client)
        .prefix(prefix)
        .settings(SETTINGS)
        .commandTimeout(Duration.ofSeconds(2))
        .build();
  }

  /** A queue whose time {@link #time} moves, and whose calls soon fail. */
  private JobQueue impatient(RedisClient client) {
    return RedisJobQueue.builder(client)
        .prefix(prefix)
        .settings(SETTINGS)
        .commandTimeout(Duration.ofMillis(300))
        .timeOffset(time::get)
        .build();
  }

  private static void loseEveryAnswerOf(ThrowableAssert.ThrowingCallable call, CuttingProxy proxy) {
    proxy.loseAnswers(1_000_000);
    assertThatThrownBy(call).isInstanceOf(QueueUnavailableException.class);
    proxy.loseNoMore();
  }

  private static List<JobId> enqueue(JobQueue queue, int count) {
    return queue.enqueueAll(
        IntStream.range(0, count).mapToObj(RedisFaultTest::playlist).toList(), Priority.NORMAL);
  }

  private static JobSpec playlist(int number) {
    return JobSpec.playlist(ALICE, PlaylistId.of("p" + number));
  }

  private static JobLease takeOne(JobQueue queue, List<JobId> jobs) {
    List<JobLease> leases = queue.exchange("w", List.of(), 1, Duration.ZERO).leases();
    assertThat(leases).extracting(JobLease::job).isSubsetOf(jobs);
    return leases.get(0);
  }

  private static String failure(JobQueue queue, JobId job) {
    JobStatus status = queue.status(job).orElseThrow();
    assertThat(status.state()).isEqualTo(JobState.FAILED);
    return status.error();
  }

  private static boolean settles(JobQueue queue, JobLease lease) {
    try {
      return queue
          .exchange("w", List.of(new Settlement(lease, DONE)), 0, Duration.ZERO)
          .refused()
          .isEmpty();
    } catch (QueueUnavailableException e) {
      return false;
    }
  }

  private static boolean accepts(JobQueue queue) {
    try {
      queue.enqueue(playlist(1), Priority.HIGH);
      return true;
    } catch (QueueUnavailableException e) {
      return false;
    }
  }

  private void audit(RedisClient client) {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      assertThat(KeyAudit.problems(connection.sync(), prefix, 0, SETTINGS.userLimit()))
          .isEqualTo(Collections.emptyList());
    }
  }

  static void awaitThat(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it happens in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
