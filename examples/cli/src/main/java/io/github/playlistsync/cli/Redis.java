package io.github.playlistsync.cli;

import io.github.playlistsync.redis.RedisJobQueue;
import io.github.playlistsync.redis.RedisRequestGate;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;

/** An open Redis that holds the jobs. */
final class Redis implements AutoCloseable {
  /** Progress is reported three times per lease, so a short lease keeps it moving. */
  private static final QueueSettings SETTINGS =
      QueueSettings.defaults().withLease(Duration.ofSeconds(10));

  private static final SocketOptions SOCKET =
      SocketOptions.builder().connectTimeout(Duration.ofSeconds(5)).keepAlive(true).build();

  private final RedisAddress address;
  private final String prefix;
  private final AbstractRedisClient client;
  private final JobQueue queue;

  private Redis(RedisAddress address, String prefix, AbstractRedisClient client, JobQueue queue) {
    this.address = address;
    this.prefix = prefix;
    this.client = client;
    this.queue = queue;
  }

  /**
   * Opens one.
   *
   * @param prefix begins all keys
   * @throws IllegalArgumentException if {@code prefix} is invalid
   * @throws io.github.playlistsync.error.QueueUnavailableException if it cannot be reached
   * @throws CommandFailedException if its settings may lose jobs
   */
  static Redis open(RedisAddress address, String prefix) {
    AbstractRedisClient client = address.cluster() ? cluster(address) : single(address);
    boolean opened = false;
    try {
      RedisJobQueue.Builder builder =
          client instanceof RedisClusterClient cluster
              ? RedisJobQueue.builder(cluster)
              : RedisJobQueue.builder((RedisClient) client);
      builder.prefix(prefix).settings(SETTINGS);
      JobQueue queue = address.named(builder::build);
      opened = true;
      return new Redis(address, prefix, client, queue);
    } catch (IllegalStateException unfit) {
      throw new CommandFailedException("Redis at " + address + ": " + unfit.getMessage());
    } finally {
      if (!opened) {
        client.close();
      }
    }
  }

  JobQueue queue() {
    return queue;
  }

  /** The budget of calls to Spotify that all users of this Redis share. Close it before this. */
  RedisRequestGate gate() {
    GateSettings settings = GateSettings.defaults();
    return address.named(
        () ->
            client instanceof RedisClusterClient cluster
                ? RedisRequestGate.create(cluster, prefix, settings)
                : RedisRequestGate.create((RedisClient) client, prefix, settings));
  }

  @Override
  public void close() {
    try {
      queue.close();
    } finally {
      client.close();
    }
  }

  private static RedisClient single(RedisAddress address) {
    RedisClient client = RedisClient.create(address.servers().get(0));
    client.setOptions(ClientOptions.builder().socketOptions(SOCKET).build());
    return client;
  }

  private static RedisClusterClient cluster(RedisAddress address) {
    RedisClusterClient client = RedisClusterClient.create(address.servers());
    client.setOptions(
        ClusterClientOptions.builder()
            .socketOptions(SOCKET)
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enableAllAdaptiveRefreshTriggers()
                    .enablePeriodicRefresh(Duration.ofSeconds(30))
                    .build())
            .build());
    return client;
  }
}
