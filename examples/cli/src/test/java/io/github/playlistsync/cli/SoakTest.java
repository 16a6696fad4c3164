package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.simulator.Effect;
import io.github.playlistsync.simulator.Endpoint;
import io.github.playlistsync.simulator.Failures;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.Faults;
import io.github.playlistsync.simulator.LibraryView;
import io.github.playlistsync.simulator.PlaylistView;
import io.github.playlistsync.simulator.RandomEdits;
import io.github.playlistsync.simulator.SimulatedEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Many users whose playlists are edited while they are synced and Spotify fails and lies now and
 * then, is away for a while, and the host mixes up tokens: after each quiet sync the copy is equal,
 * and in between it never holds what never was and never calls gone what was in the list. {@code
 * -Dsoak=full} is the long one, {@code -Dsoak.seed=N} another one.
 */
class SoakTest {
  private static final boolean FULL = "full".equals(System.getProperty("soak"));
  private static final long SEED = Long.getLong("soak.seed", 1);
  private static final int USERS = FULL ? 50 : 5;
  private static final int PLAYLISTS = FULL ? 2_000 : 60;
  private static final int OUT = 3;
  private static final int EDITS = FULL ? 500 : 40;
  private static final int ROUNDS = FULL ? 20 : 3;
  private static final double FAULTS = 0.05;
  private static final double MIXED_UP = 0.01;
  private static final int THREADS = 6;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final String LISTED =
      """
      select p.id, e.visibility, e.access from sync_library_entry e
      join sync_playlist p on p.id = e.playlist_id
      where e.user_id = ? and e.gone_since is null and e.position is not null
      order by e.position
      """;

  private static final String GONE =
      "select user_id, playlist_id from sync_library_entry where gone_since is not null";

  private static final String CONTENT =
      """
      select p.name, p.track_count, p.placeholders, p.remote_total,
             i.playlist_id, i.track_uri, i.added_at, i.added_by
      from sync_playlist p left join sync_playlist_item i
        on i.playlist_id = p.id and i.until_revision = 9223372036854775807
      where p.id = ? and p.revision > 0
      order by i.sort_key
      """;

  private final SoakTally tally = new SoakTally();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
  private final Random random = new Random(SEED);
  private final Set<UserId> toldOldItems = new HashSet<>();

  @Test
  void whatIsStoredWasAlwaysTrueAndIsTrueAfterAQuietSync() throws Exception {
    System.out.printf(
        "Soak, seed %d: %d users, %d playlists, %d edits a round%n", SEED, USERS, PLAYLISTS, EDITS);
    System.out.println(SoakTally.HEADER);
    try (SoakStage stage = new SoakStage(SEED, USERS, PLAYLISTS, tally)) {
      stage.engine.startWorkers(2);
      RandomEdits edits = new RandomEdits(stage.simulator, SEED);
      for (int round = 1; round <= ROUNDS; round++) {
        long begun = System.nanoTime();
        stage.states.begin();
        outage(stage);
        rough(stage, edits);
        quiet(stage);
        tally.print(round, EDITS, stage, System.nanoTime() - begun);
        compare(stage, "seed %d, round %d".formatted(SEED, round));
      }
      System.out.println("Faults by kind: " + stage.simulator.faults().drawn());
      System.out.println("Outcomes of playlists: " + tally.outcomes());
      System.out.println("Failures of playlists and runs: " + tally.failures());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Nobody gets an answer, and nobody's copy changes. */
  private void outage(SoakStage stage) throws Exception {
    Fault everything = stage.simulator.faults().add(Fault.onWebApi().then(Failures.status(503)));
    each(
        stage.users.subList(0, OUT),
        user -> {
          SyncReport report = stage.engine.syncUser(user);
          assertThat(report.outcome()).isEqualTo(SyncOutcome.FAILED);
          assertThat(report.cost().apiCalls()).isLessThanOrEqualTo(40);
          assertThat(report.cost().rowsWritten()).isZero();
        });
    stage.simulator.faults().remove(everything);
  }

  /** Edits before and during the syncs, faults, lies and tokens of others. */
  private void rough(SoakStage stage, RandomEdits edits) throws Exception {
    AtomicInteger left = new AtomicInteger(EDITS);
    Map<String, List<SimulatedEntry>> copied =
        stage.simulator.world().playlists().stream()
            .collect(Collectors.toMap(PlaylistView::id, PlaylistView::entries));
    while (left.get() > EDITS * 2 / 3) {
      edit(stage, edits, left);
    }
    Faults faults = stage.simulator.faults();
    faults.rate(FAULTS, effects());
    stage.mixUpTokens(MIXED_UP);
    Fault editing =
        Fault.onWebApi().times(left.get()).then(Effect.change(world -> edit(stage, edits, left)));
    faults.add(editing);
    toldOldItems.clear();
    List<Fault> lies = stage.users.stream().map(user -> lie(user, copied)).toList();
    lies.forEach(faults::add);
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
    stage.mixUpTokens(0);
    faults.remove(editing);
    lies.forEach(faults::remove);
    while (left.get() > 0) {
      edit(stage, edits, left);
    }
  }

  private void quiet(SoakStage stage) throws Exception {
    // To a copy that another user's run made newer meanwhile, old items look like an edit.
    for (UserId user : toldOldItems) {
      stage.engine.library(user).forEach(entry -> stage.engine.invalidate(entry.playlist()));
    }
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

  /**
   * One a user, since two that agree are two witnesses. Only a list says whose it is.
   *
   * @param copied the items that the copy has, by playlist
   */
  private Fault lie(UserId user, Map<String, List<SimulatedEntry>> copied) {
    List<Effect> lies = new ArrayList<>(Faults.lies());
    Effect oldItems = Effect.oldItems(copied);
    lies.add(oldItems);
    int chosen = random.nextInt(lies.size() + 1);
    if (chosen == lies.size()) {
      return Fault.on(Endpoint.MY_PLAYLISTS)
          .ofUser(user.value())
          .onCall(1)
          .then(Effect.otherAccount("user" + random.nextInt(USERS)));
    }
    Effect lie = lies.get(chosen);
    if (lie == oldItems) {
      toldOldItems.add(user);
    }
    return Fault.onWebApi().ofUser(user.value()).onCall(1 + random.nextInt(12)).then(lie);
  }

  /** Those that pass, and those after which only another run can go on. */
  private static List<Effect> effects() {
    return Stream.of(
            Faults.passing(),
            List.of(
                Failures.unauthorized(),
                Failures.forbidden(),
                Failures.notFound(),
                Failures.userNotRegistered(),
                Failures.premiumRequired(),
                Failures.insufficientScope(),
                Failures.tooManyRequestsWithoutBody(),
                Failures.quotaExceeded(Duration.ofSeconds(1)),
                Failures.hang(Duration.ofMillis(200)),
                Failures.hugeBody(20_000_000)))
        .flatMap(List::stream)
        .filter(
            e -> !List.of(System.getProperty("soak.without", "").split(",")).contains(e.toString()))
        .toList();
  }

  /** Looks at any playlist at any time, and at who is gone; each statement sees one moment. */
  private static void readOnAndOn(SoakStage stage, AtomicBoolean over) {
    Random choice = new Random(SEED);
    List<String> ids = stage.simulator.world().playlistIds();
    try (Connection connection = stage.dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(CONTENT);
        PreparedStatement gone = connection.prepareStatement(GONE)) {
      while (!over.get()) {
        try (ResultSet row = gone.executeQuery()) {
          while (row.next()) {
            stage.states.sawGone(row.getString(1), row.getString(2));
          }
        }
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
    assertThat(stage.states.neverLeft()).as("%s: gone but in the list", when).isEmpty();
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
}
