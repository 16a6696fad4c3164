package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.error.QueueUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the jobs are kept. */
final class RedisOptions {
  private static final String PASSWORD_VARIABLE = "REDIS_PASSWORD";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      required = true,
      split = ",",
      description = {
        "the Redis that keeps the jobs: redis://[USER@]HOST[:PORT][/DATABASE], or rediss:// for TLS;"
            + " several are servers of one cluster.",
        "Its password is better given in the environment variable REDIS_PASSWORD than in here,"
            + " since the list of processes shows this"
      })
  private List<String> urls = new ArrayList<>();

  @Option(names = "--redis-cluster", description = "the one address is of a Redis Cluster")
  private boolean cluster;

  @Option(
      names = "--redis-prefix",
      paramLabel = "NAME",
      description =
          "begins all keys, so that several applications can share a Redis; ${DEFAULT-VALUE} unless"
              + " given",
      defaultValue = "playlist-sync")
  private String prefix = "playlist-sync";

  /**
   * Opens the queue.
   *
   * @param warn whether to log what is doubtful about this Redis
   * @throws ParameterException if the address is none
   * @throws QueueUnavailableException if Redis cannot be reached
   */
  Redis open(boolean warn) {
    try {
      return Redis.open(address(), prefix, warn);
    } catch (IllegalArgumentException none) {
      throw wrong("--redis-prefix: " + none.getMessage());
    }
  }

  /**
   * The address that is given.
   *
   * @throws ParameterException if it is none
   */
  RedisAddress address() {
    try {
      return RedisAddress.parse(urls, cluster, System.getenv(PASSWORD_VARIABLE));
    } catch (IllegalArgumentException none) {
      throw wrong("--redis: " + none.getMessage());
    }
  }

  /**
   * Asks the queue something, and nothing else.
   *
   * @throws ParameterException if the address is none
   * @throws QueueUnavailableException if Redis cannot be reached
   */
  <T> T ask(Function<SyncEngine, T> question) {
    RedisAddress address = address();
    try (Redis redis = open(false);
        SyncEngine engine = Engines.over(redis.queue())) {
      return address.named(() -> question.apply(engine));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(
        Objects.requireNonNull(command, "command").commandLine(), message);
  }
}
