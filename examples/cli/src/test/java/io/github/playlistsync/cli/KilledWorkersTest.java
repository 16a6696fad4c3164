package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.github.playlistsync.spi.JobEvents;
import io.github.playlistsync.spi.JobQueue;
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
 * What becomes of jobs and of the database when worker processes are killed all the time. In full,
 * 10,000 jobs and four processes:
 *
 * <pre>
 * mvn -pl examples/cli -am test -Dtest=KilledWorkersTest -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dkilled.users=100 -Dkilled.playlists=99 -Dkilled.processes=4 -Dkilled.minutes=120
 * </pre>
 */
class KilledWorkersTest {
  private static final int USERS = Integer.getInteger("killed.users", 6);
  private static final int PLAYLISTS = Integer.getInteger("killed.playlists", 20);
  private static final int PROCESSES = Integer.getInteger("killed.processes", 2);
  private static final int THREADS = 4;
  private static final Duration LIMIT =
      Duration.ofMinutes(Integer.getInteger("killed.minutes", 10));

  @TempDir private Path folder;

  @Test
  void everyJobEndsOnceAndTheDatabaseIsAsIfNobodyHadBeenKilledEverySecond() throws Exception {
    long seed = Long.getLong("killed.seed", System.nanoTime());
    System.out.println("killed.seed=" + seed);
    int jobs = USERS * (1 + PLAYLISTS);
    TestDatabase database = TestDatabase.postgres();
    try (TestRedis redis = TestRedis.start();
        SpotifySimulator spotify = SpotifySimulator.builder().library(this::fill).start();
        RedisClient client = RedisClient.create(redis.url());
        JobQueue queue =
            RedisJobQueue.builder(client).prefix("killed").settings(EngineWorker.SETTINGS).build();
        Database tables =
            Database.open(DatabaseAddress.parse(database.url(), null, null), true, 1)) {
      assertThat(tables).isNotNull();
      String start = queue.events(null, Duration.ZERO).next();
      queue.enqueueAll(users().stream().map(JobSpec::user).toList(), Priority.NORMAL);

      long begun = System.nanoTime();
      int killed = workUnderFire(queue, redis, database, spotify, new Random(seed));

      List<JobStatus> all = all(queue);
      System.out.printf(
          "%,d jobs by %d processes of which %d were killed, in %,d s; %,d leases were lost%n",
          all.size(),
          PROCESSES,
          killed,
          Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
          all.stream().mapToLong(job -> job.tries().leaseLosses()).sum());
      assertThat(killed).isPositive();
      assertThat(all).hasSize(jobs).allMatch(job -> job.state() == JobState.SUCCEEDED);
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

  /**
   * Kills one of those at work every second and starts another, until no job is left; tells how
   * many. A process that is still starting is left alone: where starting takes longer than the
   * kills are apart, nobody would ever work.
   */
  private int workUnderFire(
      JobQueue queue,
      TestRedis redis,
      TestDatabase database,
      SpotifySimulator spotify,
      Random random)
      throws Exception {
    Path tokens = folder.resolve("tokens");
    Files.write(
        tokens,
        users().stream().map(u -> u + "\t" + spotify.accounts().tokenFor(u.value())).toList());
    List<CliProcess> workers = new ArrayList<>();
    int killed = 0;
    try {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (queue.counts().live() > 0) {
        while (workers.size() < PROCESSES) {
          workers.add(EngineWorker.start(redis, database, spotify.webApiUri(), tokens, THREADS));
        }
        assertThat(System.nanoTime()).as("%s", queue.counts()).isLessThan(deadline);
        List<CliProcess> atWork = atWork(workers);
        if (!atWork.isEmpty()) {
          CliProcess victim = atWork.get(random.nextInt(atWork.size()));
          assertThat(victim.endsWithin(1_000)).as("a worker ended by itself").isFalse();
          victim.close();
          workers.remove(victim);
          killed++;
        }
      }
    } finally {
      for (CliProcess worker : workers) {
        worker.close();
      }
    }
    return killed;
  }

  /** Those that have done a job. */
  private static List<CliProcess> atWork(List<CliProcess> workers) throws Exception {
    List<CliProcess> atWork = new ArrayList<>();
    for (CliProcess worker : workers) {
      assertThat(worker.endsWithin(10)).as("a worker ended by itself").isFalse();
      if (!worker.outSoFar().isEmpty()) {
        atWork.add(worker);
      }
    }
    return atWork;
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
