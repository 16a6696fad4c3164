package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobCounts;
import io.github.playlistsync.model.JobEvent;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.redis.RedisJobQueue;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.simulator.World;
import io.github.playlistsync.spi.queue.JobEvents;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.testing.redis.RedisServer;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to jobs and to the database while worker processes are killed. The whole campaign is
 * 10,000 jobs, four processes, and one of them killed every second:
 *
 * <pre>
 * mvn -pl examples/cli -am test -Dtest=KilledWorkersTest -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dkilled.users=100 -Dkilled.playlists=99 -Dkilled.processes=4 -Dkilled.spares=200
 * </pre>
 *
 * <p>Two busy cores cannot start a process every second. So spare ones start before the work and
 * take no job until one at work is killed. Each needs some 90 MB.
 */
class KilledWorkersTest {
  private static final int USERS = Integer.getInteger("killed.users", 6);
  private static final int PLAYLISTS = Integer.getInteger("killed.playlists", 20);
  private static final int JOBS = USERS * (1 + PLAYLISTS);
  private static final int PROCESSES = Integer.getInteger("killed.processes", 2);
  private static final int SPARES = Integer.getInteger("killed.spares", 3);
  private static final int THREADS = 4;

  /** From how many jobs on it takes less time to make starting quick than it saves. */
  private static final int MANY = 1_000;

  /** A second; less where a second is a great part of the whole. */
  private static final Duration APART = Duration.ofMillis(JOBS < MANY ? 500 : 1_000);

  private static final Duration LIMIT =
      Duration.ofMinutes(Integer.getInteger("killed.minutes", 20));

  @TempDir private Path folder;

  @Test
  void everyJobEndsOnceAndTheDatabaseIsAsIfNobodyHadBeenKilled() throws Exception {
    long seed = Long.getLong("killed.seed", System.nanoTime());
    System.out.println("killed.seed=" + seed);
    TestDatabase database = TestDatabase.postgres();
    try (RedisServer redis = RedisServer.start();
        SpotifySimulator spotify = SpotifySimulator.builder().library(this::fill).start();
        RedisClient client = RedisClient.create(redis.uri());
        JobQueue queue =
            RedisJobQueue.builder(client).prefix("killed").settings(EngineWorker.SETTINGS).build();
        Database tables =
            Database.open(DatabaseAddress.parse(database.url(), null, null), true, 1)) {
      assertThat(tables).isNotNull();
      EngineWorker.Place place =
          new EngineWorker.Place(
              redis.uri(), database.url(), spotify.webApiUri(), tokens(spotify), THREADS);
      String start = queue.events(null, Duration.ZERO).next();
      List<JobSpec> specs = users().stream().map(JobSpec::user).toList();
      queue.enqueueAll(specs.subList(0, 1), Priority.NORMAL);
      List<String> java =
          JOBS < MANY ? CliProcess.java(EngineWorker.class) : WorkerArchive.make(folder, place);
      // Only now, since the one that the archive is made from would plan all users, unharmed.
      queue.enqueueAll(specs.subList(1, USERS), Priority.NORMAL);
      int killed;
      try (WorkerCrew crew = new WorkerCrew(PROCESSES, SPARES, () -> place.start(java))) {
        crew.begin(LIMIT);
        workUnderFire(queue, crew, new Random(seed));
        killed = crew.killed();
      }
      List<JobStatus> all = all(queue);
      System.out.printf(
          "%,d leases were lost%n", all.stream().mapToLong(job -> job.tries().leaseLosses()).sum());
      assertThat(killed).isPositive();
      assertThat(all).hasSize(JOBS).allMatch(job -> job.state() == JobState.SUCCEEDED);
      Map<JobId, Integer> ends = ends(queue, start);
      assertThat(ends.keySet())
          .isEqualTo(all.stream().map(JobStatus::id).collect(Collectors.toSet()));
      assertThat(ends.values()).containsOnly(1);
      assertStored(database, spotify);
    }
  }

  private void fill(World world) {
    for (UserId user : users()) {
      world.addUser(user.value());
      Entries entries = Entries.seeded(user.hashCode(), user.value());
      for (int i = 0; i < PLAYLISTS; i++) {
        world.createPlaylist(user.value(), "P " + i, entries.mixed(i % 20));
      }
    }
  }

  private static List<UserId> users() {
    return IntStream.range(0, USERS).mapToObj(i -> UserId.of("user" + i)).toList();
  }

  private Path tokens(SpotifySimulator spotify) throws IOException {
    return Files.write(
        folder.resolve("tokens"),
        users().stream().map(u -> u + "\t" + spotify.accounts().tokenFor(u.value())).toList());
  }

  /**
   * Kills one of those at work time and again, until no job is left. Where the machine starts
   * others more slowly than that, a kill waits until there is a spare one: else nobody would work.
   */
  private static void workUnderFire(JobQueue queue, WorkerCrew crew, Random random)
      throws Exception {
    JobCounts before = queue.counts();
    long begun = System.nanoTime();
    long due = begun + APART.toNanos();
    while (queue.counts().live() > 0) {
      long now = System.nanoTime();
      assertThat(now - begun).as("%s", queue.counts()).isLessThan(LIMIT.toNanos());
      if (now >= due && crew.killOne(random)) {
        due = Math.max(due, now - APART.toNanos()) + APART.toNanos();
      }
      crew.look();
    }
    System.out.printf(
        "%,d jobs (%,d done before) by %d processes of which one was killed %,d times in %,d s;"
            + " those killed had ended %,d runs%n",
        JOBS,
        before.in(JobState.SUCCEEDED),
        PROCESSES,
        crew.killed(),
        Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
        crew.runsOfKilled());
  }

  private static List<JobStatus> all(JobQueue queue) {
    List<JobStatus> all = new ArrayList<>();
    JobFilter filter = JobFilter.all().limitedTo(1_000);
    JobPage page = queue.jobs(filter);
    all.addAll(page.jobs());
    while (page.next() != null) {
      page = queue.jobs(filter.after(page));
      all.addAll(page.jobs());
    }
    return all;
  }

  private static Map<JobId, Integer> ends(JobQueue queue, String start) {
    Map<JobId, Integer> ends = new HashMap<>();
    JobEvents events = queue.events(start, Duration.ZERO);
    while (!events.events().isEmpty()) {
      events.events().stream()
          .filter(event -> event.state().isEnd())
          .map(JobEvent::job)
          .forEach(job -> ends.merge(job, 1, Integer::sum));
      events = queue.events(events.next(), Duration.ZERO);
    }
    return ends;
  }

  private static void assertStored(TestDatabase database, SpotifySimulator spotify)
      throws IOException {
    for (UserId user : users()) {
      assertThat(
              SimulatorImage.of(spotify, user.value())
                  .differencesTo(database.library(user.value())))
          .as("library of %s", user)
          .isEmpty();
    }
    assertThat(
            database.rows(
                "select id from sync_playlist p where revision <>"
                    + " (select count(*) from sync_revision r where r.playlist_id = p.id)"))
        .isEmpty();
    assertThat(database.count("sync_playlist where revision > 1"))
        .as("playlists whose content was written twice")
        .isZero();
    assertThat(database.count("sync_page")).as("pages left over").isZero();
  }
}
