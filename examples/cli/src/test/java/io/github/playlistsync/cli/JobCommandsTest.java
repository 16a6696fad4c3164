package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.testing.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the commands about jobs answer while nobody works. */
class JobCommandsTest {
  private static final String SECRET = "s3cr3t-value";
  private static final String PLAYLIST = "37i9dQZF1DXcBWIGoYBM5M";

  private static RedisServer redis;

  @BeforeAll
  static void start() throws IOException {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stop() throws IOException {
    redis.close();
  }

  private final String prefix;

  JobCommandsTest(TestInfo test) {
    prefix = test.getTestMethod().map(method -> "t" + method.getName().hashCode()).orElse("t");
  }

  @Test
  void enqueuePrintsTheIdAndStatusTellsEverythingOfTheJob() {
    Cli enqueued =
        jobs("enqueue", "--user", "u", "--playlist", PLAYLIST, "--priority", "high", "--json");
    String id = enqueued.json().path("jobId").asText();
    JsonNode job = jobs("status", id, "--json").json();

    assertThat(enqueued.code()).as(enqueued.err()).isZero();
    assertThat(enqueued.err()).isEmpty();
    assertThat(enqueued.json().size()).isEqualTo(1);
    assertThat(job.path("id").asText()).isEqualTo(id);
    assertThat(job.path("type").asText()).isEqualTo("SYNC_PLAYLIST");
    assertThat(job.path("user").asText()).isEqualTo("u");
    assertThat(job.path("playlist").asText()).isEqualTo(PLAYLIST);
    assertThat(job.path("state").asText()).isEqualTo("QUEUED");
    assertThat(job.path("priority").asText()).isEqualTo("HIGH");
    assertThat(job.path("attempts").isInt()).isTrue();
    assertThat(job.path("leaseLosses").asInt(-1)).isZero();
    assertThat(names(job.path("progress")))
        .containsExactly("phase", "done", "total", "unit", "etaMs");
    assertThat(names(job.path("children")))
        .containsExactly("total", "succeeded", "failed", "canceled");
    assertThat(names(job))
        .contains("parent", "deferredUntil", "deferReason", "error", "report")
        .contains("createdAt", "startedAt", "endedAt");
    assertThat(job.path("createdAt").asText()).isNotEmpty();
    assertThat(job.path("endedAt").isNull()).isTrue();
  }

  @Test
  void jobsAreListedByStateAndUserUpToALimit() {
    for (String user : List.of("a", "b", "c")) {
      jobs("enqueue", "--user", user);
    }
    String canceled = jobs("enqueue", "--user", "a", "--playlist", PLAYLIST).out().strip();
    jobs("cancel", canceled);

    JsonNode all = jobs("jobs", "--json").json().path("jobs");
    JsonNode two = jobs("jobs", "--json", "--limit", "2").json().path("jobs");
    JsonNode ended = jobs("jobs", "--json", "--state", "canceled").json().path("jobs");
    JsonNode waitingOfA =
        jobs("jobs", "--json", "--user", "a", "--state", "QUEUED,DEFERRED").json().path("jobs");
    Cli table = jobs("jobs", "--user", "a");

    assertThat(all).hasSize(4);
    assertThat(two).hasSize(2);
    assertThat(ended).singleElement().matches(job -> job.path("id").asText().equals(canceled));
    assertThat(waitingOfA).singleElement().matches(job -> job.path("user").asText().equals("a"));
    assertThat(table.out()).contains("library of a", "QUEUED", "CANCELED", canceled);
  }

  @Test
  void aCanceledJobIsRetriedAsANewOneAndAWaitingOneIsNot() {
    String id = jobs("enqueue", "--user", "u").out().strip();

    Cli early = jobs("retry", id);
    Cli canceled = jobs("cancel", id, "--json");
    Cli twice = jobs("cancel", id);
    Cli retried = jobs("retry", id, "--json");

    assertOneLine(early, 1, "QUEUED");
    assertThat(canceled.code()).isZero();
    assertThat(canceled.json().path("cancellation").asText()).isEqualTo("DONE");
    assertOneLine(twice, 1, "already ended");
    assertThat(retried.code()).isZero();
    assertThat(retried.json().path("jobId").asText()).isNotEmpty().isNotEqualTo(id);
  }

  @Test
  void aUserIsPausedAndResumedAndTheirStatusSaysSo() {
    jobs("enqueue", "--user", "u");

    Cli paused = jobs("pause", "--user", "u", "--json");
    JsonNode whilePaused = jobs("status", "--user", "u", "--json").json();
    jobs("resume", "--user", "u");
    JsonNode after = jobs("status", "--user", "u", "--json").json();

    assertThat(paused.json().path("paused").asBoolean()).isTrue();
    assertThat(whilePaused.path("paused").asBoolean()).isTrue();
    assertThat(whilePaused.path("waiting").asInt()).isEqualTo(1);
    assertThat(after.path("paused").asBoolean(true)).isFalse();
  }

  @Test
  void aScheduleStandsInTheQueueAndInTheDatabaseUntilItIsEnded() {
    TestDatabase database = TestDatabase.inMemory();
    String[] db = {"--user", "u", "--json", "--db", database.url()};

    Cli scheduled = jobs("schedule", with(db, "--every", "1h30m"));
    JsonNode status = jobs("status", db).json();
    List<List<String>> stored = database.rows("select * from sync_schedule");
    Cli ended = jobs("unschedule", db);
    Cli again = jobs("unschedule", db);

    assertThat(scheduled.code()).as(scheduled.err()).isZero();
    assertThat(scheduled.json().path("everySeconds").asLong()).isEqualTo(5_400);
    assertThat(status.path("nextSync").asText()).startsWith("20");
    assertThat(stored).hasSize(1);
    assertThat(ended.json().path("hadSchedule").asBoolean()).isTrue();
    assertThat(again.json().path("hadSchedule").asBoolean(true)).isFalse();
  }

  @Test
  void aPlaylistHasAScheduleNextToThatOfTheLibrary() {
    TestDatabase database = TestDatabase.inMemory();
    String[] db = {"--user", "u", "--json", "--db", database.url()};
    jobs("schedule", with(db, "--every", "6h"));

    JsonNode scheduled = jobs("schedule", with(db, "--every", "10m", "--playlist", "road")).json();
    JsonNode schedules = jobs("status", db).json().path("schedules");
    Cli text = jobs("status", "--user", "u", "--db", database.url());
    JsonNode ended = jobs("unschedule", with(db, "--playlist", "road")).json();

    assertThat(scheduled.path("playlist").asText()).isEqualTo("road");
    assertThat(scheduled.path("nextSync").asText()).startsWith("20");
    assertThat(schedules.toString())
        .isEqualTo(
            "[{\"playlist\":null,\"everySeconds\":21600},"
                + "{\"playlist\":\"road\",\"everySeconds\":600}]");
    assertThat(text.out())
        .containsPattern("schedule   every 6:00:00\\R")
        .contains("schedule   every 10:00, playlist road");
    assertThat(ended.path("hadSchedule").asBoolean()).isTrue();
    assertThat(jobs("status", db).json().path("schedules")).hasSize(1);
  }

  @Test
  void theStatusOfASuspendedUserSaysWhyAndWhatToDo() throws SQLException {
    TestDatabase database = TestDatabase.inMemory();
    String[] db = {"--user", "u", "--db", database.url()};
    jobs("schedule", with(db, "--every", "1h"));
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into sync_user (id, suspension, suspended_since) values ('u',"
              + " 'USER_NOT_REGISTERED', timestamp with time zone '2026-03-01 12:00:00Z')");
    }

    Cli text = jobs("status", db);
    JsonNode json = jobs("status", with(db, "--json")).json();

    assertThat(text.out())
        .contains(
            "suspended  since 2026-03-01T12:00:00Z: the user is not on the application's list;"
                + " the application's owner adds them in the Developer Dashboard");
    assertThat(json.path("suspension").asText()).isEqualTo("USER_NOT_REGISTERED");
    assertThat(json.path("suspendedSince").asText()).isEqualTo("2026-03-01T12:00:00Z");
  }

  @Test
  void statusOfNothingInParticularTellsHowTheQueueStands() {
    jobs("enqueue", "--user", "u");

    JsonNode queue = jobs("status", "--json").json();
    Cli table = jobs("status");

    assertThat(queue.path("jobs").path("QUEUED").asInt()).isEqualTo(1);
    assertThat(queue.path("jobs").path("FAILED").asInt(-1)).isZero();
    assertThat(queue.path("calls").path("lastDay").asInt(-1)).isZero();
    assertThat(table.out()).contains("QUEUED", "0 calls to Spotify in the last day");
  }

  @Test
  void repairMendsWhatItCanAndFailsIfSomethingIsLost() {
    String kept = jobs("enqueue", "--user", "u").out().strip();
    String lost = jobs("enqueue", "--user", "v").out().strip();
    Cli right = jobs("repair", "--json");
    try (RedisClient client = RedisClient.create(redis.uri());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      connection.sync().del("{" + prefix + ":0}:ready", "{" + prefix + ":0}:j:" + lost);
    }

    Cli damaged = jobs("repair", "--json");
    Cli again = jobs("repair");

    assertThat(right.code()).as(right.err()).isZero();
    assertThat(right.json().path("checked").asInt()).isEqualTo(2);
    assertThat(right.json().path("findings")).isEmpty();
    assertThat(damaged.code()).isEqualTo(1);
    assertThat(damaged.err().lines()).hasSize(1);
    assertThat(damaged.json().path("left").asInt()).isEqualTo(1);
    assertThat(damaged.json().path("findings"))
        .anySatisfy(each -> assertFinding(each, "LOST", lost, "v", false))
        .anySatisfy(each -> assertFinding(each, "MISPLACED", kept, "u", true));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).isEqualToIgnoringNewLines("looked at 1 jobs; mended 0, left 0");
  }

  private static void assertFinding(
      JsonNode finding, String kind, String job, String user, boolean mended) {
    assertThat(finding.path("kind").asText()).isEqualTo(kind);
    assertThat(finding.path("job").asText()).isEqualTo(job);
    assertThat(finding.path("user").asText()).isEqualTo(user);
    assertThat(finding.path("mended").asBoolean()).isEqualTo(mended);
    assertThat(finding.path("message").asText()).isNotEmpty();
  }

  static Stream<Arguments> unknownJobs() {
    return Stream.of("status", "cancel", "retry")
        .flatMap(
            command ->
                Stream.of("nope", "0.0123456789abcdef", "999.x")
                    .map(id -> Arguments.of(command, id)));
  }

  @ParameterizedTest
  @MethodSource("unknownJobs")
  void aJobThatIsNotKnownGivesOneLineAndExitCode1(String command, String id) {
    assertOneLine(jobs(command, id), 1, id);
  }

  @Test
  void watchingAnUnknownJobDoesNotWait() {
    assertOneLine(jobs("status", "nope", "--watch"), 1, "nope");
  }

  static Stream<Arguments> wrongCommandLines() {
    return Stream.of(
        Arguments.of("--redis", List.of("enqueue", "--user", "u")),
        Arguments.of("--redis", List.of("jobs", "--redis", "http://u:" + SECRET + "@h")),
        Arguments.of("--redis", List.of("jobs", "--redis", "redis://:" + SECRET + "@h h")),
        Arguments.of("--priority", local("enqueue", "--user", "u", "--priority", "urgent")),
        Arguments.of("--user", local("enqueue")),
        Arguments.of("--watch", local("status", "--watch")),
        Arguments.of("--watch", local("status", "--user", "u", "--watch")),
        Arguments.of("not an id", local("status", "not an id")),
        Arguments.of("--state", local("jobs", "--state", "lost")),
        Arguments.of("--limit", local("jobs", "--limit", "0")),
        Arguments.of("--every", local("schedule", "--user", "u")),
        Arguments.of("--every", local("schedule", "--user", "u", "--every", "often")),
        Arguments.of("--every", local("schedule", "--user", "u", "--every", "0s")),
        Arguments.of("--redis-prefix", local("jobs", "--redis-prefix", "{}")),
        Arguments.of("--threads", local("work", "--token", SECRET, "--threads", "0")),
        Arguments.of("SPOTIFY_ACCESS_TOKEN", local("work")));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("wrongCommandLines")
  void aWrongCommandLineGivesOneLineAndExitCode2(String hint, List<String> args) {
    assertOneLine(Cli.run(args), 2, hint);
  }

  static Stream<List<String>> everyCommand() {
    return Stream.of(
        List.of("enqueue", "--user", "u"),
        List.of("status", "x"),
        List.of("status", "--user", "u"),
        List.of("status", "x", "--watch"),
        List.of("jobs"),
        List.of("cancel", "x"),
        List.of("retry", "x"),
        List.of("repair"),
        List.of("pause", "--user", "u"),
        List.of("resume", "--user", "u"),
        List.of("schedule", "--user", "u", "--every", "1h", "--db", "jdbc:h2:mem:no-redis"),
        List.of("unschedule", "--user", "u", "--db", "jdbc:h2:mem:no-redis"),
        List.of("work", "--token", "t", "--db", "jdbc:h2:mem:no-redis"));
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void oneListOfOptionsServesEveryCommand(List<String> args) throws IOException {
    int nobody = RedisServer.freePort();
    List<String> all = new ArrayList<>(args);
    all.add("--json");
    all.addAll(List.of("--redis", "redis://127.0.0.1:" + nobody));
    all.addAll(List.of("--spotify-url", "http://127.0.0.1:1"));
    if (!all.contains("--token")) {
      all.addAll(List.of("--token", SECRET));
    }
    if (!all.contains("--db")) {
      all.addAll(List.of("--db", "jdbc:h2:mem:no-redis"));
    }
    all.addAll(List.of("--db-user", "sa", "--db-password", ""));

    assertOneLine(Cli.run(all), 1, "redis://127.0.0.1:" + nobody);
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void aRedisThatIsAwayGivesOneLineWithoutThePasswordAndExitCode1(List<String> args)
      throws IOException {
    int nobody = RedisServer.freePort();
    List<String> all = new ArrayList<>(args);
    all.addAll(List.of("--redis", "redis://me:" + SECRET + "@127.0.0.1:" + nobody));

    assertOneLine(Cli.run(all), 1, "redis://127.0.0.1:" + nobody);
  }

  @Test
  void aPasswordOpensRedisAndIsNeverToldWhenItIsWrong() throws IOException {
    try (RedisServer closed = RedisServer.start("--requirepass", SECRET)) {
      String opening = "redis://:" + SECRET + "@127.0.0.1:" + closed.port();
      String wrong = "redis://:x" + SECRET + "@127.0.0.1:" + closed.port();

      assertThat(Cli.run("jobs", "--redis", opening).code()).isZero();
      assertOneLine(Cli.run("jobs", "--redis", wrong), 1, closed.uri());
      assertOneLine(Cli.run("jobs", "--redis", closed.uri()), 1, closed.uri());
    }
  }

  @Test
  void aRedisThatThrowsJobsAwayIsRefused() throws IOException {
    try (RedisServer evicting = RedisServer.start("--maxmemory-policy", "allkeys-lru")) {
      assertOneLine(Cli.run("jobs", "--redis", evicting.uri()), 1, "allkeys-lru");
    }
  }

  private Cli jobs(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(List.of(more));
    args.addAll(List.of("--redis", redis.uri(), "--redis-prefix", prefix));
    return Cli.run(args);
  }

  private static List<String> local(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--redis", "redis://127.0.0.1:1"));
    return all;
  }

  private static String[] with(String[] args, String... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void assertOneLine(Cli run, int code, String hint) {
    assertThat(run.code()).as(run.toString()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).as(run.toString()).hasSize(1);
    assertThat(run.err())
        .startsWith("playlist-sync: ")
        .contains(hint)
        .doesNotContain(SECRET, "\tat ", "io.github.playlistsync");
  }
}
