package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.SyncListener;
import io.github.playlistsync.SyncReport;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.redis.RedisJobQueue;
import io.github.playlistsync.redis.RedisRequestGate;
import io.github.playlistsync.spi.AccessTokens;
import io.github.playlistsync.spi.GateSettings;
import io.github.playlistsync.spi.QueueSettings;
import io.github.playlistsync.spi.QueueSettings.Retention;
import io.github.playlistsync.spotify.SpotifyWebApi;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** An engine with workers for many users in a process of its own, which may be killed. */
final class EngineWorker {
  /** Nothing is forgotten, so that a test can count all that happened. */
  static final QueueSettings SETTINGS =
      new QueueSettings(
          Duration.ofSeconds(3),
          1_000,
          1_000,
          new Retention(100_000, Duration.ofDays(1)),
          new Retention(100_000, Duration.ofDays(1)),
          1_000_000);

  private EngineWorker() {}

  /**
   * Starts one.
   *
   * @param tokens a file with a line for each user, of their name, a tab and their access token
   */
  static CliProcess start(
      TestRedis redis, TestDatabase database, URI spotify, Path tokens, int threads)
      throws IOException {
    return CliProcess.start(
        EngineWorker.class,
        Map.of(),
        List.of(
            redis.url(),
            database.url(),
            spotify.toString(),
            tokens.toString(),
            Integer.toString(threads)));
  }

  /** Runs in the worker's process, until it is ended from outside. */
  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[4]);
    RedisClient client = RedisClient.create(args[0]);
    RedisRequestGate gate = RedisRequestGate.create(client, "killed", GateSettings.defaults());
    Database database =
        Database.open(DatabaseAddress.parse(args[1], null, null), false, threads + 1);
    SyncEngine engine =
        SyncEngine.builder()
            .spotify(
                SpotifyWebApi.builder(tokens(Path.of(args[3])))
                    .baseUri(URI.create(args[2]))
                    .gate(gate)
                    .build())
            .store(database.store())
            .queue(RedisJobQueue.builder(client).prefix("killed").settings(SETTINGS).build())
            .listener(new FirstRun())
            .build();
    engine.startWorkers(threads);
    new CountDownLatch(1).await();
  }

  /** Says on standard output that a job has been done here. */
  private static final class FirstRun implements SyncListener {
    private final AtomicBoolean told = new AtomicBoolean();

    @Override
    public void ended(SyncReport report) {
      if (told.compareAndSet(false, true)) {
        System.out.println("works");
      }
    }
  }

  private static AccessTokens tokens(Path file) throws IOException {
    Map<String, String> tokens = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("\t", -1);
      tokens.put(parts[0], parts[1]);
    }
    return new AccessTokens() {
      @Override
      public String accessToken(UserId user) {
        return tokens.get(user.value());
      }

      @Override
      public String refresh(UserId user, String refused) {
        throw new AuthorizationException("the token of " + user + " is not refreshed");
      }
    };
  }
}
