package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.redis.RedisJobQueue;
import io.github.playlistsync.redis.RedisRequestGate;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.spi.queue.QueueSettings.Retention;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spotify.SpotifyWebApi;
import io.lettuce.core.RedisClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine with workers for many users in a process of its own, which may be killed. It says
 * {@link #READY} once it could work, begins when it is told a line, and says {@link #DONE} for each
 * run that ends here. It ends by itself, and in order, when its standard input does.
 */
final class EngineWorker {
  static final String READY = "ready";
  static final String DONE = "done";

  /** Nothing is forgotten, so that a test can count all that happened. */
  static final QueueSettings SETTINGS =
      QueueSettings.defaults()
          .withLease(Duration.ofSeconds(3))
          .withUserLimit(1_000)
          .withLeaseLosses(1_000)
          .withRetention(
              new Retention(100_000, Duration.ofDays(1)),
              new Retention(100_000, Duration.ofDays(1)))
          .withEvents(1_000_000);

  /**
   * Those killed each second leave places behind that nobody uses and that are free again only
   * after five seconds, of as many calls as they had threads at the most.
   */
  private static final GateSettings GATE = GateSettings.defaults().withMaxInFlight(64);

  private EngineWorker() {}

  /**
   * Where one works.
   *
   * @param tokens a file with a line for each user, of their name, a tab and their access token
   */
  record Place(String redis, String database, URI spotify, Path tokens, int threads) {

    /** Starts one there. */
    CliProcess start(List<String> java) throws IOException {
      return CliProcess.start(
          java,
          Map.of(),
          List.of(
              redis, database, spotify.toString(), tokens.toString(), Integer.toString(threads)));
    }
  }

  /** How many runs have ended in a worker so far. */
  static long runs(CliProcess worker) throws IOException {
    return worker.outSoFar().lines().filter(DONE::equals).count();
  }

  /** Runs in the worker's process. */
  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[4]);
    RedisClient client = RedisClient.create(args[0]);
    try (RedisRequestGate gate = RedisRequestGate.create(client, "killed", GATE);
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
                .listener(new RunsDone())
                .build()) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.out.println(READY);
      if (in.readLine() != null) {
        engine.startWorkers(threads);
        while (in.readLine() != null) {
          // Nothing more is told.
        }
      }
    } finally {
      client.shutdown();
    }
  }

  /** Says on standard output that a run has ended here. */
  private static final class RunsDone implements SyncListener {
    @Override
    public void ended(SyncReport report) {
      System.out.println(DONE);
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
