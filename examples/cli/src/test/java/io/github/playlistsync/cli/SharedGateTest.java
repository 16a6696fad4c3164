package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.simulator.Call;
import io.github.playlistsync.simulator.Endpoint;
import io.github.playlistsync.simulator.Failures;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.testing.redis.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two processes do when Spotify refuses a call of one of them, as the server's log shows. */
class SharedGateTest {
  private static final String USER = TestLibrary.USER;
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofSeconds(80_000);

  /** Calls that may be under way at once, and so when one of them is refused. */
  private static final int MOST_AT_ONCE = 8;

  /** By how much the processes' clocks and this one may differ, with the time a refusal travels. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  private final TestDatabase database = TestDatabase.postgres();
  private RedisServer redis;
  private SpotifySimulator spotify;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServer.start();
    spotify =
        SpotifySimulator.builder()
            .latency(Duration.ofMillis(60))
            .library(new TestLibrary())
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    spotify.close();
    redis.close();
  }

  @Test
  void afterAShortRefusalNeitherProcessCallsUntilItIsOver() throws Exception {
    try (CliProcess first = work();
        CliProcess second = work()) {
      awaitWorkers(first, second);
      spotify
          .faults()
          .add(Fault.on(Endpoint.PLAYLIST).onCall(3).then(Failures.tooManyRequests("5")));

      String id = ask("enqueue", "--user", USER).path("jobId").asText();
      List<JsonNode> waiting = new ArrayList<>();
      JsonNode end =
          await(
              () -> {
                ask("jobs", "--state", "running").path("jobs").forEach(waiting::add);
                return ask("status", id);
              },
              job -> job.path("endedAt").isTextual());

      List<Call> calls = spotify.log().calls();
      Instant refused = refusal(calls).time();
      Set<String> workers = new HashSet<>();
      for (JsonNode child : ask("jobs", "--user", USER).path("jobs")) {
        workers.add(child.path("worker").asText().split("-", 2)[0]);
        assertThat(child.path("attempts").asInt()).as(child.toString()).isEqualTo(1);
      }
      assertThat(end.path("state").asText()).as(end.toString()).isEqualTo("SUCCEEDED");
      assertThat(workers).as("processes that did jobs").hasSize(2);
      assertThat(calls)
          .as("calls while it rests")
          .noneMatch(call -> isWithin(call, refused.plus(SLACK), refused.plus(SHORT)));
      assertThat(calls.stream().filter(call -> isWithin(call, refused, refused.plus(SHORT))))
          .as("calls under way, and those that took their places before the refusal arrived")
          .hasSizeLessThanOrEqualTo(2 * MOST_AT_ONCE);
      assertThat(waiting)
          .as("running jobs that say until when they wait")
          .anyMatch(
              job ->
                  job.path("waitReason").asText().equals("Spotify's rate limit")
                      && isClose(job.path("waitingUntil"), refused.plus(SHORT)));
      assertThat(SimulatorImage.of(spotify, USER).differencesTo(database.library(USER))).isEmpty();
    }
  }

  @Test
  void afterALongRefusalJobsAreDeferredToItsEndAndWorkersStayFree() throws Exception {
    String library;
    Instant refused;
    try (CliProcess first = work();
        CliProcess second = work()) {
      awaitWorkers(first, second);
      spotify
          .faults()
          .add(
              Fault.on(Endpoint.PLAYLIST)
                  .onCall(3)
                  .then(Failures.tooManyRequests("" + LONG.toSeconds())));

      library = ask("enqueue", "--user", USER).path("jobId").asText();
      await(() -> ask("status"), counts -> count(counts, "DEFERRED") >= 10 && isIdle(counts));
      refused = refusal(spotify.log().calls()).time();
      int calls = spotify.log().count();

      // A job that comes now is taken at once, so nobody is blocked; and it calls nobody.
      String late = ask("enqueue", "--user", "latecomer").path("jobId").asText();
      JsonNode deferred = awaitDeferred(late);

      assertDeferred(deferred, refused);
      assertThat(ask("status", library).path("state").asText()).isEqualTo("WAITING");
      assertThat(spotify.log().count()).isEqualTo(calls);
    }

    // Those who start anew know it, too.
    int calls = spotify.log().count();
    try (CliProcess anew = work()) {
      awaitWorkers(anew);
      String later = ask("enqueue", "--user", "another").path("jobId").asText();
      assertDeferred(awaitDeferred(later), refused);
    }
    List<JsonNode> deferred = new ArrayList<>();
    ask("jobs", "--state", "deferred").path("jobs").forEach(deferred::add);
    assertThat(deferred).hasSizeGreaterThan(10).allSatisfy(job -> assertDeferred(job, refused));
    assertThat(spotify.log().count()).isEqualTo(calls);
  }

  private static void assertDeferred(JsonNode job, Instant refused) {
    assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("DEFERRED");
    assertThat(isClose(job.path("deferredUntil"), refused.plus(LONG))).as(job.toString()).isTrue();
    assertThat(job.path("attempts").asInt(-1)).as(job.toString()).isZero();
  }

  private static boolean isClose(JsonNode time, Instant expected) {
    return time.isTextual()
        && Duration.between(expected, Instant.parse(time.asText())).abs().compareTo(SLACK) <= 0;
  }

  private static boolean isWithin(Call call, Instant from, Instant until) {
    return call.time().isAfter(from) && call.time().isBefore(until);
  }

  private static Call refusal(List<Call> calls) {
    return calls.stream().filter(call -> call.status() == 429).findFirst().orElseThrow();
  }

  private static long count(JsonNode counts, String state) {
    return counts.path("jobs").path(state).asLong();
  }

  private static boolean isIdle(JsonNode counts) {
    return count(counts, "RUNNING") == 0 && count(counts, "QUEUED") == 0;
  }

  private JsonNode awaitDeferred(String id) {
    return await(() -> ask("status", id), job -> job.path("state").asText().equals("DEFERRED"));
  }

  private CliProcess work() throws Exception {
    return CliProcess.start(
        Map.of("SPOTIFY_ACCESS_TOKEN", spotify.accounts().tokenFor(USER)),
        List.of(
            "work",
            "--threads",
            "3",
            "--redis",
            redis.uri(),
            "--db",
            database.url(),
            "--spotify-url",
            spotify.webApiUri().toString()));
  }

  private static void awaitWorkers(CliProcess... workers) throws Exception {
    for (CliProcess worker : workers) {
      while (!worker.errSoFar().contains("wait for jobs")) {
        assertThat(worker.endsWithin(20)).as(worker.errSoFar()).isFalse();
      }
    }
  }

  private JsonNode ask(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--json", "--redis", redis.uri()));
    Cli run = Cli.run(all);
    assertThat(run.code()).as(run.err()).isZero();
    return run.json();
  }

  private static JsonNode await(
      java.util.function.Supplier<JsonNode> look, Predicate<JsonNode> reached) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    JsonNode seen = look.get();
    while (!reached.test(seen)) {
      assertThat(System.nanoTime()).as("never came to that: %s", seen).isLessThan(deadline);
      seen = look.get();
    }
    return seen;
  }
}
