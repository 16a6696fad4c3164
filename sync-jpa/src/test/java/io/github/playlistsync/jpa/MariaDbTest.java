package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.playlistsync.contract.Race;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.testing.database.MariaDbServer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What MariaDB does differently. */
@EnabledIfSystemProperty(
    named = "sync.databases",
    matches = "MARIADB",
    disabledReason = "its programs are on the class path with -Pmariadb only")
class MariaDbTest {
  private static final int EACH = 8;
  private static final int ITEMS = 100;
  private static final int TRACKS = 500;

  private String url;

  @BeforeEach
  void makeDatabase() {
    url = TestDatabase.newUrl(Database.MARIADB);
    JpaSchema.in(MariaDbServer.dataSource(url)).createIfMissing();
  }

  @Test
  void refusesToTakeTimesForThoseOfAnotherZone() {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/London"));
    try (EntityManagerFactory factory =
        factory(url.replace("connectionTimeZone=UTC&preserveInstants=true", ""))) {
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);
      assumeThat(factory.getClass().getName()).doesNotStartWith("org.hibernate.");

      assertThatThrownBy(() -> store.apply(Changes.change(0, "a", "b")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("connectionTimeZone=UTC");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NORMALIZE", "AUTO", "COLUMN"})
  void refusesToStoreTimesInTheZoneOfTheProcess(String storage) {
    try (EntityManagerFactory factory =
        Persistence.createEntityManagerFactory(
            "sync-jpa-test",
            Map.of(
                "jakarta.persistence.jdbc.url",
                url,
                "hibernate.timezone.default_storage",
                storage))) {
      assumeThat(factory.getClass().getName()).startsWith("org.hibernate.");
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);

      assertThatThrownBy(() -> store.apply(Changes.change(0, "a", "b")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("hibernate.timezone.default_storage is " + storage);
    }
  }

  @Test
  void writesNothingWithAUriThatItsKeysCannotHold() {
    try (EntityManagerFactory factory = factory(url)) {
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);

      assertThatThrownBy(() -> store.apply(Changes.change(0, "a", "🎶")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Incorrect string value");

      assertThat(store.find(List.of(Changes.ID))).isEmpty();
      assertThat(store.tracks(List.of(Changes.uri("a")))).isEmpty();
    }
  }

  @Test
  void letsProcessesStorePlaylistsThatShareTracksAtOnce() throws Exception {
    int processes = 3;
    List<Process> running = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      running.add(StoreProcess.start("128m", url, i * EACH, lastOf(i), ITEMS, TRACKS));
    }

    for (Process process : running) {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isZero();
    }

    assertThatAllIsStoredOnce(processes);
  }

  @Test
  void letsThreadsDoSoWhereTheServerRefusesWritesToWhatChangedSinceARead() throws Exception {
    String strict = url + "&sessionVariables=innodb_snapshot_isolation=ON";
    int threads = 4;
    List<Callable<Void>> writers =
        IntStream.range(0, threads)
            .<Callable<Void>>mapToObj(
                i ->
                    () -> {
                      StoreProcess.store(strict, i * EACH, lastOf(i), ITEMS, TRACKS);
                      return null;
                    })
            .toList();

    assertThat(Race.run(writers)).containsOnlyNulls();

    assertThatAllIsStoredOnce(threads);
  }

  private static int lastOf(int writer) {
    return (writer + 1) * EACH - 1;
  }

  private void assertThatAllIsStoredOnce(int writers) throws SQLException {
    assertThat(number("select count(*) from sync_playlist")).isEqualTo((long) writers * EACH);
    assertThat(number("select count(*) from sync_playlist_item"))
        .isEqualTo((long) writers * EACH * ITEMS);
    assertThat(number("select count(*) from sync_track"))
        .isEqualTo(number("select count(distinct track_uri) from sync_playlist_item"));
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = MariaDbServer.dataSource(url).getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static EntityManagerFactory factory(String url) {
    return Persistence.createEntityManagerFactory(
        "sync-jpa-test", Map.of("jakarta.persistence.jdbc.url", url));
  }
}
