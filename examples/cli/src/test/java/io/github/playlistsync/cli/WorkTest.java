package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.testing.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers in processes of their own. */
class WorkTest {
  private static final String USER = TestLibrary.USER;

  private final TestDatabase database = TestDatabase.postgres();
  private RedisServer redis;
  private SpotifySimulator spotify;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServer.start("--appendonly", "yes");
    spotify =
        SpotifySimulator.builder()
            .latency(Duration.ofMillis(40))
            .library(new TestLibrary())
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    spotify.close();
    redis.close();
  }

  @Test
  void twoProcessesDoAUsersJobsWhileOneIsTerminatedAndTheProgressOnlyRises() throws Exception {
    String id = ask("enqueue", "--user", USER).json().path("jobId").asText();
    List<JsonNode> seen = new ArrayList<>();
    Cli terminated;
    Cli watched;
    try (CliProcess first = work();
        CliProcess second = work();
        CliProcess watching =
            CliProcess.start(Map.of(), List.of("status", id, "--watch", "--redis", redis.uri()))) {
      awaitState(id, seen, job -> job.path("children").path("succeeded").asInt() > 0);
      first.terminate();
      terminated = first.await();
      awaitState(id, seen, job -> job.path("endedAt").isTextual());
      watched = watching.await();
      second.terminate();
      assertThat(second.await().code()).isZero();
    }
    JsonNode end = seen.get(seen.size() - 1);

    assertThat(terminated.code()).as(terminated.err()).isZero();
    assertThat(terminated.out()).startsWith("Playlists: ").contains(" synced");
    assertThat(terminated.err()).contains("stopped; what ran has ended or was handed back");
    assertThat(end.path("state").asText()).as(end.toString()).isEqualTo("SUCCEEDED");
    assertThat(end.path("children").path("total").asInt()).isEqualTo(14);
    assertThat(end.path("children").path("succeeded").asInt()).isEqualTo(14);
    assertThat(end.path("leaseLosses").asInt(-1)).isZero();
    assertThat(end.path("report").path("outcome").asText()).isEqualTo("COMPLETE");
    assertThat(seen)
        .extracting(job -> job.path("progress").path("done").asInt())
        .isSorted()
        .endsWith(14);
    assertThat(watched.code()).as(watched.err()).isZero();
    assertThat(watched.out()).contains("/14 playlists", "SUCCEEDED");
    assertThat(SimulatorImage.of(spotify, USER).differencesTo(database.library(USER))).isEmpty();
  }

  @Test
  void workersGoOnWhenRedisIsBack() throws Exception {
    try (CliProcess worker = work("--json")) {
      String before = ask("enqueue", "--user", USER).json().path("jobId").asText();
      awaitState(before, new ArrayList<>(), job -> job.path("endedAt").isTextual());
      redis.kill();
      Cli away = ask("enqueue", "--user", USER);
      redis.launch();
      String after = ask("enqueue", "--user", USER).json().path("jobId").asText();
      awaitState(after, new ArrayList<>(), job -> job.path("endedAt").isTextual());
      worker.terminate();

      assertThat(away.code()).isEqualTo(1);
      assertThat(away.err().lines()).hasSize(1);
      Cli ended = worker.await();
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.json().path("playlists").path("SYNCED").asInt()).isEqualTo(14);
    }
  }

  private CliProcess work(String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of("work", "--threads", "2"));
    args.addAll(List.of("--redis", redis.uri(), "--db", database.url()));
    args.addAll(List.of("--spotify-url", spotify.webApiUri().toString()));
    args.addAll(List.of(more));
    return CliProcess.start(
        Map.of("SPOTIFY_ACCESS_TOKEN", spotify.accounts().tokenFor(USER)), args);
  }

  private Cli ask(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--json", "--redis", redis.uri()));
    return Cli.run(all);
  }

  private void awaitState(String id, List<JsonNode> seen, Predicate<JsonNode> reached) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (System.nanoTime() < deadline) {
      Cli run = ask("status", id);
      assertThat(run.code()).as(run.err()).isZero();
      seen.add(run.json());
      if (reached.test(run.json())) {
        return;
      }
    }
    throw new AssertionError("never came to that: " + seen.get(seen.size() - 1));
  }
}
