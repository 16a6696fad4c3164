package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.redis.RedisLink.Opened;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Opens connections over the host's client, and closes these and nothing else.
 *
 * <p>A blocking command holds up all others on its connection, so each sleeper has its own.
 */
final class RedisConnections implements AutoCloseable {
  private final Supplier<Opened> opener;
  private final List<RedisLink> links = new ArrayList<>();
  private boolean closed;

  private RedisConnections(Supplier<Opened> opener) {
    this.opener = opener;
  }

  static RedisConnections over(RedisClient client) {
    return new RedisConnections(
        () -> {
          StatefulRedisConnection<String, String> connection = client.connect();
          return new Opened(connection, connection.async());
        });
  }

  static RedisConnections over(RedisClusterClient client) {
    return new RedisConnections(
        () -> {
          StatefulRedisClusterConnection<String, String> connection = client.connect();
          return new Opened(connection, connection.async());
        });
  }

  /**
   * Returns one more link, which connects when it is first used.
   *
   * @throws QueueUnavailableException if these connections are closed
   */
  synchronized RedisLink link() {
    if (closed) {
      throw new QueueUnavailableException("the connection to Redis is closed");
    }
    RedisLink link = new RedisLink(opener);
    links.add(link);
    return link;
  }

  @Override
  public synchronized void close() {
    closed = true;
    links.forEach(RedisLink::close);
  }
}
