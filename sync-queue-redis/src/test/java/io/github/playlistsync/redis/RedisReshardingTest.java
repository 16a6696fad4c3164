package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of jobs while a cluster moves the slot in which they lie to another master. */
class RedisReshardingTest {
  private static final int JOBS = Integer.getInteger("queue.faults.jobs", 25) * 20;
  private static final int USER_LIMIT = 100;

  private final String prefix = "s" + Partition.randomText();
  private final int slot = SlotHash.getSlot("{" + prefix + ":0}");

  @Test
  void aSlotThatMovesUnderLoadLosesNoJobAndGivesNoneASecondLife() throws Exception {
    RedisClusterClient cluster = RedisServers.cluster();
    RedisClusterNode from = cluster.getPartitions().getPartitionBySlot(slot);
    RedisClusterNode to =
        cluster.getPartitions().stream().filter(node -> !node.equals(from)).findFirst().get();
    Map<JobId, Integer> ends = new ConcurrentHashMap<>();
    AtomicBoolean isOver = new AtomicBoolean();
    try (JobQueue queue =
            RedisJobQueue.builder(cluster)
                .prefix(prefix)
                .settings(RedisFaultTest.SETTINGS.withUserLimit(USER_LIMIT))
                .build();
        RedisClient source = RedisClient.create(from.getUri());
        RedisClient target = RedisClient.create(to.getUri())) {
      List<JobId> jobs = enqueue(queue, 0, JOBS);
      Load workers = Load.of(4, queue, isOver::get, ends);
      RedisFaultTest.awaitThat(() -> ends.size() > JOBS / 10);

      CompletableFuture<List<JobId>> more =
          CompletableFuture.supplyAsync(() -> enqueue(queue, JOBS, 20));
      move(source.connect().sync(), target.connect().sync(), from, to);
      jobs.addAll(more.join());
      RedisFaultTest.awaitThat(() -> ends.size() >= jobs.size());
      isOver.set(true);
      workers.join();

      assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(jobs);
      assertThat(ends.values()).containsOnly(1);
      assertThat(queue.counts().in(JobState.SUCCEEDED)).isEqualTo(jobs.size());
      assertThat(KeyAudit.problems(target.connect().sync(), prefix, 0, USER_LIMIT)).isEmpty();
    }
  }

  /** Moves the keys one by one, as live resharding does. */
  private void move(
      RedisCommands<String, String> source,
      RedisCommands<String, String> target,
      RedisClusterNode from,
      RedisClusterNode to) {
    target.clusterSetSlotImporting(slot, from.getNodeId());
    source.clusterSetSlotMigrating(slot, to.getNodeId());
    List<String> keys = source.clusterGetKeysInSlot(slot, 1);
    while (!keys.isEmpty()) {
      source.migrate(
          to.getUri().getHost(), to.getUri().getPort(), 0, 5000, MigrateArgs.Builder.keys(keys));
      keys = source.clusterGetKeysInSlot(slot, 1);
    }
    target.clusterSetSlotNode(slot, to.getNodeId());
    source.clusterSetSlotNode(slot, to.getNodeId());
  }

  private static List<JobId> enqueue(JobQueue queue, int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(n -> JobSpec.playlist(UserId.of("u" + n % 5), PlaylistId.of("p" + n)))
        .map(spec -> queue.enqueue(spec, Priority.NORMAL))
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
