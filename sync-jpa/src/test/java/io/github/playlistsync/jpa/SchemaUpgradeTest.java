package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredSchedule;
import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.testing.database.PostgresServer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database of an earlier version, with data, and one that Flyway migrates. */
class SchemaUpgradeTest {
  private static final UserId ANNA = UserId.of("anna");

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void bringsADatabaseOfTheFirstVersionUpToDate(Database kind) throws SQLException {
    String url = TestDatabase.newUrl(kind);
    DataSource dataSource = TestDatabase.dataSource(kind, url);
    TestDatabase.execute(dataSource, kind.statements(Database.SCRIPTS.get(0)));
    TestDatabase.execute(dataSource, data(kind));
    assertThat(JpaSchema.in(dataSource).missing())
        .contains("column sync_user.suspension", "table sync_schedule");

    JpaSchema.in(dataSource).createIfMissing();

    keepsWhatWasThereAndTakesMore(url);
  }

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void aUserWhoseAuthorizationEndedStaysSuspended(Database kind) throws SQLException {
    String url = TestDatabase.newUrl(kind);
    DataSource dataSource = TestDatabase.dataSource(kind, url);
    TestDatabase.execute(dataSource, kind.statements(Database.SCRIPTS.get(0)));
    TestDatabase.execute(dataSource, kind.statements(Database.SCRIPTS.get(1)));
    TestDatabase.execute(
        dataSource,
        List.of(
            "insert into sync_user (id, reauthorisation_since) values ('anna', %s)"
                .formatted(TestDatabase.noon(kind))));

    JpaSchema.in(dataSource).createIfMissing();

    withStore(
        url,
        store ->
            assertThat(store.user(ANNA))
                .isEqualTo(
                    StoredUser.unknown(ANNA)
                        .withSuspension(
                            new Suspension(
                                Suspension.Reason.REAUTHORIZATION_NEEDED,
                                Instant.parse("2026-03-01T12:00:00Z")))));
  }

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void schedulesMoveWhereverTheLastScriptIsInterrupted(Database kind) throws SQLException {
    SyncSchedule hourly = SyncSchedule.every(ANNA, Duration.ofHours(1));
    List<String> last = kind.statements(Database.SCRIPTS.get(2));
    // On PostgreSQL a script runs as a whole or not at all.
    List<Integer> ends =
        kind == Database.POSTGRESQL
            ? List.of(0, last.size())
            : IntStream.rangeClosed(0, last.size()).boxed().toList();
    for (int end : ends) {
      String url = TestDatabase.newUrl(kind);
      DataSource dataSource = TestDatabase.dataSource(kind, url);
      TestDatabase.execute(dataSource, kind.statements(Database.SCRIPTS.get(0)));
      TestDatabase.execute(dataSource, kind.statements(Database.SCRIPTS.get(1)));
      TestDatabase.execute(
          dataSource,
          List.of(
              "insert into sync_user (id, schedule_every, schedule_jitter, schedule_priority)"
                  + " values ('anna', 'PT1H', 'PT6M', 'LOW')",
              "insert into sync_user (id) values ('ben')"));
      TestDatabase.execute(dataSource, last.subList(0, end));

      JpaSchema.in(dataSource).createIfMissing();

      withStore(
          url,
          store ->
              assertThat(store.schedules(null, 10))
                  .as("interrupted after %d of %d statements", end, last.size())
                  .containsExactly(new StoredSchedule(hourly, null)));
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void theReasonThatANewerReleaseWroteIsAnother(Database kind) throws SQLException {
    String url = TestDatabase.newUrl(kind);
    DataSource dataSource = TestDatabase.dataSource(kind, url);
    JpaSchema.in(dataSource).createIfMissing();
    TestDatabase.execute(
        dataSource,
        List.of(
            "insert into sync_user (id, suspension, suspended_since) values ('anna', 'NEW', %s)"
                .formatted(TestDatabase.noon(kind))));

    withStore(
        url,
        store ->
            assertThat(store.user(ANNA).suspension())
                .isEqualTo(
                    new Suspension(
                        Suspension.Reason.OTHER, Instant.parse("2026-03-01T12:00:00Z"))));
  }

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void aScheduleThatANewerReleaseWroteIsLeftAlone(Database kind) throws SQLException {
    String url = TestDatabase.newUrl(kind);
    DataSource dataSource = TestDatabase.dataSource(kind, url);
    JpaSchema.in(dataSource).createIfMissing();
    String insert = "insert into sync_schedule values ('%s', '*', '%s', 'PT0S', '%s')";
    TestDatabase.execute(
        dataSource,
        List.of(
            insert.formatted("anna", "0 6 * * *", "LOW"),
            insert.formatted("ben", "PT1H", "LOWEST"),
            insert.formatted("carl", "PT1H", "LOW")));

    withStore(
        url,
        store -> {
          SyncSchedule carls =
              new SyncSchedule(
                  JobSpec.user(UserId.of("carl")),
                  Duration.ofHours(1),
                  Duration.ZERO,
                  Priority.LOW);
          assertThat(store.schedules(null, 1)).containsExactly(new StoredSchedule(carls, null));
          assertThat(store.schedules(List.of(ANNA, carls.user()))).containsExactly(carls);
          assertThatThrownBy(() -> store.schedule(JobSpec.user(ANNA)))
              .isInstanceOf(StoreException.class)
              .hasMessageStartingWith("the schedule of anna, playlist * cannot be read: ");
        });
  }

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void isBroughtUpToDateByFlyway(Database kind) throws SQLException {
    String url = TestDatabase.newUrl(kind);
    DataSource dataSource = TestDatabase.dataSource(kind, url);
    flyway(kind, dataSource, "1").migrate();
    TestDatabase.execute(dataSource, data(kind));

    flyway(kind, dataSource, "latest").migrate();
    JpaSchema.in(dataSource).check();
    JpaSchema.in(dataSource).createIfMissing();

    keepsWhatWasThereAndTakesMore(url);
  }

  @Test
  void keepsToTheSchemaThatTheHostChoosesForItsConnections() throws SQLException {
    String url = TestDatabase.newUrl(Database.POSTGRESQL);
    TestDatabase.execute(PostgresServer.dataSource(url), List.of("create schema music"));
    String chosen = url + "&currentSchema=music";
    JpaSchema.in(PostgresServer.dataSource(chosen)).createIfMissing();
    TestDatabase.execute(PostgresServer.dataSource(chosen), data(Database.POSTGRESQL));

    keepsWhatWasThereAndTakesMore(chosen);

    assertThat(JpaSchema.in(PostgresServer.dataSource(url)).missing()).contains("table sync_user");
  }

  private static void keepsWhatWasThereAndTakesMore(String url) {
    withStore(
        url,
        store -> {
          PlaylistId road = PlaylistId.of("road");
          assertThat(store.find(List.of(road)).get(road).version()).isEqualTo(3);
          assertThat(store.rows(road)).hasSize(1);
          assertThat(store.lastSync(ANNA)).contains(Instant.parse("2026-03-01T12:00:00Z"));
          assertThat(store.user(ANNA)).isEqualTo(StoredUser.unknown(ANNA));
          assertThat(store.changes(ANNA, null, 10).revisions())
              .extracting(Revision::number)
              .containsExactly(1L);

          store.saveSchedule(SyncSchedule.every(ANNA, Duration.ofHours(6)));

          assertThat(store.schedules(null, 10)).hasSize(1);
        });
  }

  private static void withStore(String url, Consumer<JpaPlaylistStore> checks) {
    try (EntityManagerFactory factory =
        Persistence.createEntityManagerFactory(
            "sync-jpa-test", Map.of("jakarta.persistence.jdbc.url", url))) {
      checks.accept(JpaPlaylistStore.create(factory));
    }
  }

  private static Flyway flyway(Database kind, DataSource dataSource, String target) {
    return Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:" + kind.location())
        .target(target)
        .load();
  }

  private static List<String> data(Database kind) {
    String noon = TestDatabase.noon(kind);
    return List.of(
        "insert into sync_playlist values ('road', 'Road trip', null, 'PRIVATE', false, 'anna',"
            + " null, null, true, 'snap', 1, 0, 1, 1, 3, %s)".formatted(noon),
        "insert into sync_track (uri, kind, title, artists) values"
            + " ('spotify:track:a', 'TRACK', 'A', '[\"X\"]')",
        "insert into sync_playlist_item (playlist_id, sort_key, track_uri, from_revision)"
            + " values ('road', 10, 'spotify:track:a', 1)",
        "insert into sync_revision (playlist_id, revision, origin, committed_at, snapshot_id,"
            + " added, removed, moved, track_count, placeholders, remote_total)"
            + " values ('road', 1, 'SYNC', %s, 'snap', 1, 0, 0, 1, 0, 1)".formatted(noon),
        "insert into sync_library_entry values ('anna', 'road', 0, 'PRIVATE', 'FULL', 'snap',"
            + " null, %s, null)".formatted(noon),
        "insert into sync_user (id, synced_at) values ('anna', %s)".formatted(noon));
  }
}
