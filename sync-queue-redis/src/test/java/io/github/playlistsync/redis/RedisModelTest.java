package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.contract.SettableClock;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.JobType;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.spi.queue.QueueSettings.Retention;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does the same at random to the queue on Redis and to the one in memory. After every step it
 * expects the same of both, and reads every key of Redis. The size is {@code queue.model.steps} and
 * {@code .runs}; {@code queue.model.seed} repeats a run.
 */
class RedisModelTest {
  private static final int STEPS = Integer.getInteger("queue.model.steps", 150);
  private static final int RUNS = Integer.getInteger("queue.model.runs", 2);
  private static final int USER_LIMIT = 3;

  /**
   * Time passes here in steps of ten seconds. The two clocks differ by a moment, so nothing may
   * fall due at such a step, not even the second time.
   */
  private static final Duration SCHEDULE = Duration.ofMillis(95_123);

  private static final QueueSettings SETTINGS =
      QueueSettings.defaults()
          .withLease(Duration.ofSeconds(35))
          .withUserLimit(USER_LIMIT)
          .withLeaseLosses(3)
          .withRetention(
              new Retention(12, Duration.ofSeconds(18_005)),
              new Retention(6, Duration.ofSeconds(33_005)))
          .withEvents(1000);

  private final SettableClock clock = new SettableClock();
  private final String prefix = "m" + Partition.randomText();
  private final List<String> done = new ArrayList<>();

  /** The jobs of the model by those of Redis, and back. */
  private final Map<JobId, JobId> modelOf = new HashMap<>();

  private final List<JobId> known = new ArrayList<>();
  private final Map<JobId, JobLease[]> held = new HashMap<>();
  private final List<JobLease[]> old = new ArrayList<>();
  private JobQueue model;
  private JobQueue redis;
  private Random random;

  static List<Long> seeds() {
    Long seed = Long.getLong("queue.model.seed");
    return seed != null ? List.of(seed) : new Random().longs(RUNS).boxed().toList();
  }

  @ParameterizedTest(name = "queue.model.seed={0}")
  @MethodSource("seeds")
  void doesWhatTheModelDoesAndKeepsItsKeysInOrder(long seed) {
    System.out.println("queue.model.seed=" + seed + " queue.model.steps=" + STEPS);
    random = new Random(seed);
    model = InMemoryJobQueue.create(SETTINGS, clock, new Random(1));
    redis =
        RedisJobQueue.builder(RedisServers.client())
            .prefix(prefix)
            .settings(SETTINGS)
            .timeOffset(() -> clock.millis() - System.currentTimeMillis())
            .build();
    try (StatefulRedisConnection<String, String> connection = RedisServers.client().connect()) {
      for (int step = 0; step < STEPS; step++) {
        act();
        assertThat(KeyAudit.problems(connection.sync(), prefix, 0, USER_LIMIT))
            .as("keys after %s", done)
            .isEmpty();
        assertThat(redis.repair().findings()).as("a repair after %s", done).isEmpty();
        assertThat(model.repair().findings()).as("a repair of the model after %s", done).isEmpty();
        compare();
      }
    } finally {
      model.close();
      redis.close();
    }
  }

  private void act() {
    switch (random.nextInt(17)) {
      case 0, 1, 2 -> enqueue();
      case 3, 4, 5 -> take();
      case 6, 7, 8, 9 -> settle();
      case 10 -> cancel();
      case 11 -> heartbeat();
      case 12 -> passTime();
      case 13 -> pauseOrResume();
      case 14 -> schedule();
      case 15 -> settleLate();
      default -> retry();
    }
  }

  private void enqueue() {
    List<JobSpec> specs = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      specs.add(spec(user()));
    }
    Priority priority = priority();
    boolean ensure = random.nextInt(4) == 0;
    note((ensure ? "ensure " : "enqueue ") + specs + priority);
    List<JobId> expected =
        ensure ? model.ensureAll(specs, priority) : model.enqueueAll(specs, priority);
    List<JobId> found =
        ensure ? redis.ensureAll(specs, priority) : redis.enqueueAll(specs, priority);
    for (int i = 0; i < found.size(); i++) {
      same(found.get(i), expected.get(i));
    }
  }

  private void take() {
    int want = 1 + random.nextInt(4);
    note("take " + want);
    List<JobLease> expected = model.exchange("w", List.of(), want, Duration.ZERO).leases();
    List<JobLease> found = redis.exchange("w", List.of(), want, Duration.ZERO).leases();
    assertThat(found).as("taken after %s", done).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      same(found.get(i).job(), expected.get(i).job());
      assertThat(found.get(i).attempt()).isEqualTo(expected.get(i).attempt());
      JobLease[] before =
          held.put(found.get(i).job(), new JobLease[] {found.get(i), expected.get(i)});
      if (before != null) {
        old.add(before);
      }
    }
  }

  private void settle() {
    if (held.isEmpty()) {
      return;
    }
    JobId job = List.copyOf(held.keySet()).get(random.nextInt(held.size()));
    JobLease[] lease = held.remove(job);
    old.add(lease);
    settle(lease);
  }

  private void settleLate() {
    if (!old.isEmpty()) {
      settle(old.get(random.nextInt(old.size())));
    }
  }

  private void settle(JobLease[] lease) {
    JobOutcome outcome = outcome(lease[0].spec());
    note("settle " + lease[0].job() + " " + outcome);
    Exchange expected =
        model.exchange("w", List.of(new Settlement(lease[1], outcome)), 0, Duration.ZERO);
    Exchange found =
        redis.exchange("w", List.of(new Settlement(lease[0], outcome)), 0, Duration.ZERO);
    assertThat(found.refused().size()).as("%s", done).isEqualTo(expected.refused().size());
    learnChildren(lease);
  }

  private void learnChildren(JobLease[] lease) {
    List<JobStatus> expected =
        model.jobs(JobFilter.childrenOf(lease[1].job()).limitedTo(100)).jobs();
    List<JobStatus> found = redis.jobs(JobFilter.childrenOf(lease[0].job()).limitedTo(100)).jobs();
    assertThat(found).as("children after %s", done).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      same(found.get(i).id(), expected.get(i).id());
    }
  }

  /**
   * Times lie halfway between the steps of the clock: the server's differs by some milliseconds.
   */
  private JobOutcome outcome(JobSpec job) {
    Duration wait = Duration.ofSeconds(10 * random.nextInt(12) - 5);
    return switch (random.nextInt(9)) {
      case 0 -> new JobOutcome.Failed("broken", random.nextBoolean() ? "part" : null);
      case 1 -> new JobOutcome.Retry(wait, "again");
      case 2 -> new JobOutcome.Deferred(wait, "limited");
      case 3 -> new JobOutcome.HandedBack();
      case 4 -> new JobOutcome.Canceled();
      case 5, 6, 7 ->
          job.type() == JobType.SYNC_USER ? split(job.user()) : new JobOutcome.Succeeded("done");
      default -> new JobOutcome.Succeeded("done");
    };
  }

  private JobOutcome split(UserId user) {
    List<JobOutcome.Child> children = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      children.add(new JobOutcome.Child(playlist(user, 1 + random.nextInt(6)), priority()));
    }
    return new JobOutcome.FannedOut("planned", children);
  }

  private void cancel() {
    if (!known.isEmpty()) {
      JobId job = known.get(random.nextInt(known.size()));
      note("cancel " + job);
      assertThat(redis.cancel(job)).as("%s", done).isEqualTo(model.cancel(modelOf.get(job)));
    }
  }

  private void retry() {
    if (!known.isEmpty()) {
      JobId job = known.get(random.nextInt(known.size()));
      note("retry " + job);
      Optional<JobId> expected = model.retry(modelOf.get(job));
      Optional<JobId> found = redis.retry(job);
      assertThat(found.isPresent()).as("%s", done).isEqualTo(expected.isPresent());
      found.ifPresent(id -> same(id, expected.orElseThrow()));
    }
  }

  private void heartbeat() {
    for (JobLease[] lease : held.values()) {
      Progress progress =
          new Progress(Progress.Phase.READ, random.nextInt(50), 50L, Progress.Unit.ITEMS, null);
      Wait wait =
          random.nextBoolean() ? new Wait(clock.instant(), "limit " + random.nextInt(9)) : null;
      note("beat " + lease[0].job());
      assertThat(redis.heartbeat(List.of(new Heartbeat(lease[0], progress, wait))))
          .as("%s", done)
          .isEqualTo(model.heartbeat(List.of(new Heartbeat(lease[1], progress, wait))));
    }
  }

  private void passTime() {
    Duration time =
        Duration.ofSeconds(10L * (1 + random.nextInt(random.nextInt(20) == 0 ? 2000 : 6)));
    note("pass " + time);
    clock.advance(time);
    take();
  }

  private void pauseOrResume() {
    UserId user = user();
    switch (random.nextInt(6)) {
      case 0 -> {
        note("pause " + user);
        model.pause(user);
        redis.pause(user);
      }
      case 1 -> {
        note("pause");
        model.pause();
        redis.pause();
      }
      case 2, 3 -> {
        note("resume");
        model.resume();
        redis.resume();
      }
      default -> {
        note("resume " + user);
        assertThat(redis.resume(user)).isEqualTo(model.resume(user));
      }
    }
  }

  private void schedule() {
    UserId user = user();
    JobSpec work =
        random.nextBoolean()
            ? JobSpec.user(user)
            : JobSpec.playlist(user, PlaylistId.of("p" + random.nextInt(2)));
    if (random.nextInt(3) == 0) {
      note("unschedule " + work);
      assertThat(redis.unschedule(work)).isEqualTo(model.unschedule(work));
    } else {
      SyncSchedule schedule = new SyncSchedule(work, SCHEDULE, Duration.ZERO, priority());
      note("schedule " + schedule);
      model.schedule(schedule);
      redis.schedule(schedule);
    }
    assertThat(redis.schedules(null, 100))
        .containsExactlyInAnyOrderElementsOf(model.schedules(null, 100));
  }

  private void compare() {
    Set<JobId> listed = compareLists();
    for (JobId job : List.copyOf(known)) {
      // The lists show the others, and read them in the same way.
      if (!listed.contains(job) || random.nextInt(10) == 0) {
        Optional<JobStatus> expected = model.status(modelOf.get(job));
        Optional<JobStatus> found = redis.status(job);
        assertThat(found.map(this::shape))
            .as("%s after %s", job, done)
            .isEqualTo(expected.map(this::shape));
        if (found.isEmpty()) {
          known.remove(job);
        }
      }
    }
    assertThat(redis.counts()).as("%s", done).isEqualTo(model.counts());
  }

  /** Compares the jobs of all users, and learns which jobs a schedule made; returns the jobs. */
  private Set<JobId> compareLists() {
    Set<JobId> listed = new HashSet<>();
    for (String name : List.of("u0", "u1", "u2")) {
      UserId user = UserId.of(name);
      List<JobStatus> expected = model.jobs(JobFilter.ofUser(user).limitedTo(1000)).jobs();
      List<JobStatus> found = redis.jobs(JobFilter.ofUser(user).limitedTo(1000)).jobs();
      assertThat(found.stream().map(this::shape))
          .as("jobs of %s after %s", user, done)
          .containsExactlyElementsOf(expected.stream().map(this::shape).toList());
      for (int i = 0; i < found.size(); i++) {
        same(found.get(i).id(), expected.get(i).id());
        listed.add(found.get(i).id());
      }
    }
    return listed;
  }

  /** What both queues agree on: everything but ids, and times, which differ by a moment. */
  private String shape(JobStatus job) {
    return String.join(
        " ",
        String.valueOf(job.spec()),
        job.state().name(),
        job.priority().name(),
        job.tries().toString(),
        job.progress().toString(),
        job.state() == JobState.WAITING ? job.children().toString() : "-",
        String.valueOf(job.waiting() == null ? null : job.waiting().reason()),
        String.valueOf(job.parent() != null),
        String.valueOf(job.result()),
        String.valueOf(job.error()));
  }

  private void same(JobId found, JobId expected) {
    JobId before = modelOf.putIfAbsent(found, expected);
    assertThat(before == null || before.equals(expected))
        .as("%s is %s, was %s, after %s", found, expected, before, done)
        .isTrue();
    if (before == null) {
      known.add(found);
    }
  }

  private void note(String what) {
    done.add(what);
    if (done.size() > 40) {
      done.remove(0);
    }
  }

  private UserId user() {
    return UserId.of("u" + random.nextInt(3));
  }

  private Priority priority() {
    return List.of(Priority.values()).get(random.nextInt(3));
  }

  private JobSpec spec(UserId user) {
    int number = random.nextInt(8);
    return number < 2 ? JobSpec.user(user) : playlist(user, number - 1);
  }

  private static JobSpec playlist(UserId user, int number) {
    return JobSpec.playlist(user, PlaylistId.of("p" + number));
  }
}
