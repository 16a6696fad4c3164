package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
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
  private final List<Opened> opened = new ArrayList<>();
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
   * Opens one more connection.
   *
   * @throws QueueUnavailableException if Redis cannot be reached
   * @throws SyncInterruptedException if the thread is interrupted
   */
  synchronized RedisClusterAsyncCommands<String, String> open() {
    if (closed) {
      throw new QueueUnavailableException("the connection to Redis is closed");
    }
    try {
      Opened connection = opener.get();
      opened.add(connection);
      return connection.commands;
    } catch (RedisException e) {
      if (isInterruption(e)) {
        Thread.currentThread().interrupt();
        throw new SyncInterruptedException("interrupted while connecting to Redis", e);
      }
      throw new QueueUnavailableException("cannot connect to Redis: " + e.getMessage(), e);
    }
  }

  /** Lettuce reports it in several ways, and does not always set the thread's status. */
  private static boolean isInterruption(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException
          || cause instanceof RedisCommandInterruptedException) {
        return true;
      }
    }
    return Thread.currentThread().isInterrupted();
  }

  @Override
  public synchronized void close() {
    closed = true;
    opened.forEach(connection -> connection.connection.close());
    opened.clear();
  }

  private record Opened(
      StatefulConnection<String, String> connection,
      RedisClusterAsyncCommands<String, String> commands) {}
}
