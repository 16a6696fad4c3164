package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.testing.redis.RedisServer;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a queue does with keys that another version of the library wrote. */
class RedisLayoutTest {
  private final String prefix = "l" + Partition.randomText();
  private final String meta = "{" + prefix + ":1}:meta";
  private final StatefulRedisConnection<String, String> connection =
      RedisServers.client().connect();

  @AfterEach
  void closeConnection() {
    connection.close();
  }

  @Test
  void keysWithoutAVersionAreRefusedByName() {
    connection.sync().hset(meta, "seq", "12");

    assertThatIllegalStateException()
        .isThrownBy(this::open)
        .withMessageContaining("{" + prefix + ":1}:*")
        .withMessageContaining("layout 1")
        .withMessageContaining("another prefix");
  }

  @Test
  void keysOfALaterVersionAreRefused() {
    connection.sync().hset(meta, "layout", "3");

    assertThatIllegalStateException().isThrownBy(this::open).withMessageContaining("layout 3");
  }

  @Test
  void keysOfThisVersionAreTaken() {
    open().close();
    assertThat(connection.sync().hget(meta, "layout")).isEqualTo("2");

    open().close();
  }

  @Test
  void keysThatBeginAnewKeepTheirVersion() {
    try (RedisServer server = RedisServer.start();
        RedisClient client = RedisServers.clientOf(server.uri());
        StatefulRedisConnection<String, String> own = client.connect();
        JobQueue queue = RedisJobQueue.create(client)) {
      own.sync().flushall();
      queue.enqueue(JobSpec.user(UserId.of("alice")), Priority.NORMAL);

      try (JobQueue other = RedisJobQueue.create(client)) {
        assertThat(other.exchange("w", java.util.List.of(), 1, Duration.ZERO).leases()).hasSize(1);
      }
    }
  }

  private JobQueue open() {
    return RedisJobQueue.builder(RedisServers.client()).prefix(prefix).partitions(2).build();
  }
}
