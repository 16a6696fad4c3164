package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.settings.RemovalGuard;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.testing.database.PostgresServer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A host with an engine and a pool, whose database fails at one step after another. */
final class FaultyHost implements AutoCloseable {
  private static final Logger SQL_ERRORS =
      Logger.getLogger("org.hibernate.engine.jdbc.spi.SqlExceptionHelper");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  private static final String EMPTY = forEach(TestDatabase.TABLES, "delete from %1$s;");

  /** Copies the rows that each step starts from. */
  private static final String KEEP =
      forEach(
          TestDatabase.TABLES,
          "drop table if exists kept.%1$s; create table kept.%1$s as table %1$s;");

  private static final String REFILL =
      forEach(referredToFirst(), "insert into %1$s table kept.%1$s;");

  static {
    // Thousands of failures are intended here, and each would be logged with its stack trace.
    System.setProperty("org.slf4j.simpleLogger.log.com.zaxxer.hikari", "off");
    SQL_ERRORS.setLevel(Level.OFF);
  }

  private final DataSource owners;
  private Connection owner;
  private final HikariDataSource pool;
  private final WatchedDataSource watched;
  private final EntityManagerFactory factory;
  private final ListedSpotify spotify = new ListedSpotify();
  private final SyncEngine engine;
  private final int items;

  /**
   * Opens one on a database.
   *
   * @param ownerUrl the database, as its owner
   * @param url the same, as the host
   * @param prepare SQL to run after the schema's
   * @param items how many the larger playlist has
   */
  FaultyHost(String ownerUrl, String url, String prepare, boolean portable, int items) {
    this.owners = PostgresServer.dataSource(ownerUrl);
    this.items = items;
    JpaSchema.in(owners).createIfMissing();
    execute(prepare);
    execute("create schema if not exists kept");
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(3);
    config.setConnectionTimeout(5_000);
    pool = new HikariDataSource(config);
    watched = new WatchedDataSource(pool);
    factory =
        Persistence.createEntityManagerFactory(
            "sync-jpa-test",
            Map.of(
                "jakarta.persistence.nonJtaDataSource",
                watched,
                "hibernate.jdbc.batch_size",
                "500"));
    JpaPlaylistStoreBuilder store =
        JpaPlaylistStore.builder(JpaTransactions.resourceLocal(factory));
    engine =
        SyncEngine.builder()
            .spotify(spotify)
            .store((portable ? store.portableWrites() : store).build())
            .settings(
                SyncSettings.defaults()
                    .withPlaylistsAtOnce(1)
                    .withPagesAtOnce(1)
                    .withRemovalGuard(new RemovalGuard(0.5, 10, Duration.ZERO, Duration.ZERO)))
            .clock(CLOCK)
            .build();
  }

  /** What goes wrong at a step, which is a statement's SQL or "commit". */
  interface Fault {
    void begin(String step, Connection connection) throws SQLException;

    /** Called at each step after that. */
    default void goOn(String step, Connection connection) throws SQLException {}

    /** Called after the database or the driver threw. */
    default void refused() {}

    /** Called at the end of the run. */
    default void end() {}
  }

  /** Which steps of a run fail, by number from 0. */
  @FunctionalInterface
  interface Choice {
    IntStream of(List<String> steps);
  }

  static final Choice EVERY = steps -> IntStream.range(0, steps.size());

  static final Choice LAST = steps -> IntStream.of(steps.size() - 1);

  /** The first, one in the middle, the last two, and each commit. */
  static final Choice SOME =
      steps ->
          IntStream.concat(
                  IntStream.of(0, steps.size() / 2, steps.size() - 2, steps.size() - 1),
                  IntStream.range(0, steps.size()).filter(k -> steps.get(k).equals("commit")))
              .distinct()
              .sorted();

  /**
   * Fails each of the chosen steps of a scenario, one per run. What is stored then is consistent,
   * and running the scenario again completes it.
   *
   * @return how many steps failed
   */
  int failAtSteps(FaultScenario scenario, Choice choice, Fault fault) {
    execute(EMPTY);
    scenario.prepare(engine, spotify, items);
    execute(KEEP);
    StoredTables before = stored();
    List<String> steps = new ArrayList<>();
    watched.watch((step, connection) -> steps.add(step));
    assertThat(scenario.run(engine)).isTrue();
    watched.watch((step, connection) -> {});
    StoredTables end = stored();

    int[] failing = choice.of(steps).toArray();
    for (int k : failing) {
      String what = "%s, step %d of %d: %s".formatted(scenario, k, steps.size(), steps.get(k));
      execute(EMPTY);
      execute(REFILL);
      failAt(k, fault);
      scenario.run(engine);
      watched.watch((step, connection) -> {});
      fault.end();

      StoredTables stored = stored();
      assertThat(stored.playlists()).as(what).isIn(before.playlists(), end.playlists());
      assertThat(stored.users()).as(what).isIn(before.users(), end.users());
      assertThat(watched.open()).as(what).isZero();
      assertThat(scenario.run(engine)).as("again after " + what).isTrue();
      assertThat(stored()).as("again after " + what).isEqualTo(end);
    }
    return failing.length;
  }

  /** The SQL states that the driver threw since the last call. */
  List<String> refusals() {
    return watched.refusals();
  }

  /** Runs SQL as the owner of the tables, on a connection that no fault meets. */
  synchronized void execute(String sql) {
    try (Statement statement = owner().createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("could not " + sql + ": " + e.getSQLState(), e);
    }
  }

  private synchronized StoredTables stored() {
    try {
      return StoredTables.read(owner());
    } catch (SQLException e) {
      throw new IllegalStateException("could not read the tables", e);
    }
  }

  /** Reconnects after a restart of the server. */
  private Connection owner() throws SQLException {
    if (owner == null || !owner.isValid(60)) {
      owner = owners.getConnection();
    }
    return owner;
  }

  private void failAt(int k, Fault fault) {
    AtomicInteger next = new AtomicInteger();
    watched.watch(
        new WatchedDataSource.Watcher() {
          @Override
          public void before(String sql, Connection connection) throws SQLException {
            int step = next.getAndIncrement();
            if (step == k) {
              fault.begin(sql, connection);
            } else if (step > k) {
              fault.goOn(sql, connection);
            }
          }

          @Override
          public void refused() {
            fault.refused();
          }
        });
  }

  private static String forEach(List<String> tables, String sql) {
    return tables.stream().map(sql::formatted).collect(Collectors.joining());
  }

  private static List<String> referredToFirst() {
    List<String> tables = new ArrayList<>(TestDatabase.TABLES);
    Collections.reverse(tables);
    return tables;
  }

  @Override
  public void close() {
    Stream.<AutoCloseable>of(engine, factory, pool, owner)
        .forEach(
            part -> {
              try {
                part.close();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
  }
}
