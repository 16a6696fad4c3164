package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.simulator.Distortions;
import io.github.playlistsync.simulator.Effect;
import io.github.playlistsync.simulator.Failures;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.Faults;
import io.github.playlistsync.simulator.LibraryView;
import io.github.playlistsync.simulator.PlaylistView;
import io.github.playlistsync.simulator.RandomEdits;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Many users whose playlists are edited while they are synced and Spotify fails now and then.
 * {@code -Dsoak=full} is the long one, {@code -Dsoak.seed=N} another one.
 */
class SoakTest {
  private static final boolean FULL = "full".equals(System.getProperty("soak"));
  private static final long SEED = Long.getLong("soak.seed", 1);
  private static final int USERS = FULL ? 50 : 5;
  private static final int PLAYLISTS = FULL ? 2_000 : 60;
  private static final int EDITS = FULL ? 500 : 40;
  private static final int ROUNDS = FULL ? 20 : 3;
  private static final double FAULTS = 0.05;
  private static final int THREADS = 6;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final String LISTED =
      """
      select p.id, e.visibility, e.access from sync_library_entry e
      join sync_playlist p on p.id = e.playlist_id
      where e.user_id = ? and e.gone_since is null and e.position is not null
      order by e.position
      """;

  private static final String CONTENT =
      """
      select p.name, p.track_count, p.placeholders, p.remote_total,
             i.playlist_id, i.track_uri, i.added_at, i.added_by
      from sync_playlist p left join sync_playlist_item i
        on i.playlist_id = p.id and i.until_revision = 9223372036854775807
      where p.id = ? and p.revision > 0
      order by i.sort_key
      """;

  private final Tally tally = new Tally();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
  private final Random random = new Random(SEED);

  @Test
  void whatIsStoredWasAlwaysTrueAndIsTrueAfterAQuietSync() throws Exception {
    System.out.printf(
        "Soak, seed %d: %d users, %d playlists, %d edits a round%n", SEED, USERS, PLAYLISTS, EDITS);
    System.out.println(Tally.HEADER);
    try (SoakStage stage = new SoakStage(SEED, USERS, PLAYLISTS, tally)) {
      stage.engine.startWorkers(2);
      RandomEdits edits = new RandomEdits(stage.simulator, SEED);
      for (int round = 1; round <= ROUNDS; round++) {
        long begun = System.nanoTime();
        rough(stage, edits);
        quiet(stage);
        tally.print(round, stage, System.nanoTime() - begun);
        compare(stage, "seed %d, round %d".formatted(SEED, round));
      }
      System.out.println("Faults by kind: " + stage.simulator.faults().drawn());
      System.out.println("Outcomes of playlists: " + tally.outcomes());
      System.out.println("Failures of playlists and runs: " + tally.failures());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Edits before and during the syncs, and faults. */
  private void rough(SoakStage stage, RandomEdits edits) throws Exception {
    AtomicInteger left = new AtomicInteger(EDITS);
    while (left.get() > EDITS * 2 / 3) {
      edit(stage, edits, left);
    }
    Faults faults = stage.simulator.faults();
    faults.rate(FAULTS, effects());
    Fault editing =
        Fault.onWebApi().times(left.get()).then(Effect.change(world -> edit(stage, edits, left)));
    faults.add(editing);
    AtomicBoolean over = new AtomicBoolean();
    Future<?> reader = threads.submit(() -> readOnAndOn(stage, over));
    List<JobId> jobs = new ArrayList<>();
    List<UserId> users = new ArrayList<>(stage.users);
    Collections.shuffle(users, random);
    for (UserId user : users.subList(0, Math.max(1, USERS / 5))) {
      jobs.add(stage.engine.enqueueUserSync(user, Priority.NORMAL));
    }

    each(users, user -> tally.ran(stage.engine.syncUser(user)));

    for (JobId job : jobs) {
      assertThat(stage.engine.await(job, LIMIT)).as("job %s ends", job).isPresent();
    }
    over.set(true);
    reader.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    // Clearing the faults would draw the same kinds again in the next round.
    faults.rate(0, effects());
    faults.remove(editing);
    while (left.get() > 0) {
      edit(stage, edits, left);
    }
  }

  private void quiet(SoakStage stage) throws Exception {
    each(
        stage.users,
        user -> {
          // What was refused at the first contact is not asked for again while its snapshot stays,
          // unless it is asked for by its id.
          stage.engine.library(user).stream()
              .filter(entry -> entry.isListed() && entry.access() != Access.FULL)
              .forEach(entry -> stage.engine.syncPlaylist(user, entry.playlist()));
          SyncReport report = stage.engine.syncUser(user);
          assertThat(report.outcome())
              .as("seed %d, %s: %s %s", SEED, user, report.problems(), incomplete(report))
              .isEqualTo(SyncOutcome.COMPLETE);
        });
  }

  private static List<PlaylistReport> incomplete(SyncReport report) {
    return report.playlists().stream().filter(playlist -> !playlist.problems().isEmpty()).toList();
  }

  private static void edit(SoakStage stage, RandomEdits edits, AtomicInteger left) {
    synchronized (edits) {
      if (left.get() > 0) {
        edits.apply(1);
        stage.states.remember();
        left.decrementAndGet();
      }
    }
  }

  /** Those that pass, and those after which only another run can go on. */
  private static List<Effect> effects() {
    return Stream.concat(
            Faults.passing().stream(),
            Stream.of(
                Failures.unauthorized(),
                Failures.forbidden(),
                Failures.notFound(),
                Failures.userNotRegistered(),
                Failures.premiumRequired(),
                Failures.insufficientScope(),
                Failures.tooManyRequestsWithoutBody(),
                Failures.quotaExceeded(Duration.ofSeconds(1)),
                Failures.hang(Duration.ofMillis(200)),
                Failures.hugeBody(20_000_000),
                Distortions.changingSnapshot()))
        .toList();
  }

  /** Looks at any playlist at any time, with one statement, which sees one moment. */
  private static void readOnAndOn(SoakStage stage, AtomicBoolean over) {
    Random choice = new Random(SEED);
    List<String> ids = stage.simulator.world().playlistIds();
    try (Connection connection = stage.dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(CONTENT)) {
      while (!over.get()) {
        String id = ids.get(choice.nextInt(ids.size()));
        statement.setString(1, id);
        try (ResultSet row = statement.executeQuery()) {
          look(stage, id, row);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void look(SoakStage stage, String id, ResultSet row) throws SQLException {
    List<SpotifyStates.Row> rows = new ArrayList<>();
    String name = null;
    int counted = 0;
    int total = 0;
    while (row.next()) {
      name = row.getString("name");
      counted = row.getInt("track_count") + row.getInt("placeholders");
      total = row.getInt("remote_total");
      if (row.getString("playlist_id") != null) {
        rows.add(row(row));
      }
    }
    if (name != null) {
      assertThat(rows).as(id).hasSize(counted).hasSize(total);
      stage.states.saw(id, name, rows);
    }
  }

  private static SpotifyStates.Row row(ResultSet row) throws SQLException {
    OffsetDateTime addedAt = row.getObject("added_at", OffsetDateTime.class);
    return new SpotifyStates.Row(
        row.getString("track_uri"),
        addedAt == null ? null : addedAt.toInstant(),
        row.getString("added_by"));
  }

  private static void compare(SoakStage stage, String when) throws SQLException {
    assertThat(stage.states.neverHad()).as("%s: states Spotify never had", when).isEmpty();
    try (Connection connection = stage.dataSource.getConnection()) {
      for (UserId user : stage.users) {
        LibraryImage truth = SimulatorImage.of(stage.simulator, user.value());
        assertThat(truth.differencesTo(DatabaseImage.read(connection, user.value())))
            .as("%s, %s", when, user)
            .isEmpty();
        LibraryView library = stage.simulator.world().library(user.value());
        assertThat(listed(connection, user))
            .as("%s, %s", when, user)
            .isEqualTo(library.playlists().stream().map(SoakTest::listed).toList());
        assertThat(liked(connection, user))
            .as("%s, Liked Songs of %s", when, user)
            .isEqualTo(SpotifyStates.likedRows(library));
      }
    }
  }

  private static String listed(PlaylistView view) {
    return view.id() + " " + view.visibility() + " FULL";
  }

  private static List<String> listed(Connection connection, UserId user) throws SQLException {
    List<String> listed = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LISTED)) {
      statement.setString(1, user.value());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          listed.add(row.getString(1) + " " + row.getString(2) + " " + row.getString(3));
        }
      }
    }
    return listed;
  }

  private static List<SpotifyStates.Row> liked(Connection connection, UserId user)
      throws SQLException {
    List<SpotifyStates.Row> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(CONTENT)) {
      statement.setString(1, PlaylistId.likedSongs(user).value());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (row.getString("playlist_id") != null) {
            rows.add(row(row));
          }
        }
      }
    }
    return rows;
  }

  private interface Work {
    void on(UserId user);
  }

  private void each(List<UserId> users, Work work) throws Exception {
    List<Callable<Object>> tasks = new ArrayList<>();
    users.forEach(user -> tasks.add(Executors.callable(() -> work.on(user))));
    for (Future<Object> done :
        threads.invokeAll(tasks, LIMIT.multipliedBy(4).toSeconds(), TimeUnit.SECONDS)) {
      done.get();
    }
  }

  /** Adds up what happened. */
  private static final class Tally implements SyncListener {
    static final String HEADER =
        "round  edits  faults   calls    rows  held  deferred  versions     s  heap MB";

    private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger deferred = new AtomicInteger();
    private final AtomicLong rows = new AtomicLong();
    private long looksBefore;
    private int faultsBefore;

    @Override
    public void playlistDone(UserId user, PlaylistReport report, List<ItemChange> changes) {
      outcomes.merge(report.outcome().name(), 1, Integer::sum);
      if (report.problems().stream()
          .anyMatch(problem -> problem.code() == Problem.Code.CONFIRMED)) {
        held.incrementAndGet();
      }
      if (report.failure() != null) {
        failures.merge(report.failure().kind(), 1, Integer::sum);
      }
    }

    @Override
    public void ended(SyncReport report) {
      rows.addAndGet(report.cost().rowsWritten());
    }

    void ran(SyncReport report) {
      boolean waits =
          Stream.concat(
                  Stream.ofNullable(report.failure()),
                  report.playlists().stream().flatMap(p -> Stream.ofNullable(p.failure())))
              .anyMatch(failure -> failure.retryAt() != null);
      if (waits) {
        deferred.incrementAndGet();
      }
    }

    void print(int round, SoakStage stage, long nanos) {
      int faults =
          stage.simulator.faults().drawn().values().stream().mapToInt(Integer::intValue).sum();
      long looks = stage.states.looks();
      long heap =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .map(MemoryPoolMXBean::getPeakUsage)
              .mapToLong(usage -> usage.getUsed())
              .sum();
      System.out.printf(
          "%5d %6d %7d %7d %7d %5d %9d %9d %5d %8d%n",
          round,
          EDITS,
          faults - faultsBefore,
          stage.simulator.log().count(),
          rows.getAndSet(0),
          held.getAndSet(0),
          deferred.getAndSet(0),
          looks - looksBefore,
          TimeUnit.NANOSECONDS.toSeconds(nanos),
          heap >> 20);
      faultsBefore = faults;
      looksBefore = looks;
      stage.simulator.log().clear();
    }

    Map<String, Integer> outcomes() {
      return new TreeMap<>(outcomes);
    }

    Map<String, Integer> failures() {
      return new TreeMap<>(failures);
    }
  }
}
