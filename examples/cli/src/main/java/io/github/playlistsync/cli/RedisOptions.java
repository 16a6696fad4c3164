package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.jpa.TokenKeys;
import io.github.playlistsync.spi.queue.JobQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The Redis that keeps the jobs. */
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
            + " several form one cluster.",
        "The environment variable REDIS_PASSWORD is safer for its password, since the process list"
            + " does not show it"
      })
  private List<String> urls = new ArrayList<>();

  @Option(names = "--redis-cluster", description = "the address is of a Redis Cluster")
  private boolean cluster;

  @Option(
      names = "--redis-prefix",
      paramLabel = "NAME",
      description =
          "the start of all keys, so that applications can share a Redis; ${DEFAULT-VALUE} unless"
              + " given",
      defaultValue = "playlist-sync")
  private String prefix = "playlist-sync";

  /**
   * Opens the queue.
   *
   * @throws WrongUseException if the address or the prefix is invalid
   * @throws QueueUnavailableException if Redis cannot be reached
   */
  Redis open() {
    try {
      return Redis.open(address(), prefix);
    } catch (IllegalArgumentException invalid) {
      throw new WrongUseException("--redis-prefix: " + invalid.getMessage());
    }
  }

  /**
   * The given address.
   *
   * @throws WrongUseException if it is invalid
   */
  RedisAddress address() {
    try {
      return RedisAddress.parse(
          urls, cluster, PlaylistSyncCommand.environment(command).get(PASSWORD_VARIABLE));
    } catch (IllegalArgumentException invalid) {
      throw new WrongUseException("--redis: " + invalid.getMessage());
    }
  }

  /**
   * Asks the queue itself, without an engine.
   *
   * @throws WrongUseException if the address is invalid
   * @throws QueueUnavailableException if Redis cannot be reached
   */
  <T> T askQueue(Function<JobQueue, T> question) {
    RedisAddress address = address();
    try (Redis redis = open()) {
      return address.named(() -> question.apply(redis.queue()));
    }
  }

  /**
   * Asks the queue alone.
   *
   * @throws WrongUseException if the address is invalid
   * @throws QueueUnavailableException if Redis cannot be reached
   */
  <T> T ask(Function<SyncEngine, T> question) {
    RedisAddress address = address();
    try (Redis redis = open();
        SyncEngine engine = Engines.over(redis.queue())) {
      return address.named(() -> question.apply(engine));
    }
  }

  /**
   * Asks the queue and a database.
   *
   * @param database opens it, once both addresses are checked
   * @param keys the keys of stored logins, if the question is about them
   * @throws WrongUseException if an address is invalid
   * @throws QueueUnavailableException if Redis cannot be reached
   */
  <T> T ask(
      Supplier<Database> database, Optional<TokenKeys> keys, Function<SyncEngine, T> question) {
    RedisAddress address = address();
    try (Redis redis = open();
        Database store = database.get();
        SyncEngine engine = Engines.over(redis.queue(), store.store(), keys.map(store::tokens))) {
      return address.named(() -> question.apply(engine));
    }
  }
}
