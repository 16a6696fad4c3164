package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.ItemRow;
import io.github.playlistsync.spi.PlaylistChange;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the contract cannot provoke: a database that fails in the middle. */
class JpaTransactionTest {
  private static final PlaylistId ID = PlaylistId.of("37i9dQZF1DXroadTrip001");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static WatchedDataSource database;
  private static EntityManagerFactory factory;

  private JpaPlaylistStore store;

  @BeforeAll
  static void openDatabase() {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:transactions;DB_CLOSE_DELAY=-1");
    JpaSchema.in(h2).createIfMissing();
    database = new WatchedDataSource(h2);
    factory =
        Persistence.createEntityManagerFactory(
            "sync-jpa-test", Map.of("jakarta.persistence.nonJtaDataSource", database));
  }

  @AfterAll
  static void closeDatabase() {
    factory.close();
  }

  @BeforeEach
  void emptyDatabase() {
    database.watch(step -> {});
    TestDatabase.empty(database);
    store = JpaPlaylistStore.create(factory);
  }

  @Test
  void writesNothingWhereverTheConnectionIsCut() {
    store.apply(change(0, "a", "b"));
    PlaylistChange next = change(1, "c", "d");
    List<String> steps = new ArrayList<>();
    database.watch(steps::add);
    store.apply(next);
    assertThat(steps).hasSizeGreaterThan(6).endsWith("commit");
    PlaylistChange after = change(2, "e", "f");

    for (int cut = 0; cut < steps.size(); cut++) {
      failAt(cut, "08006");
      assertThatThrownBy(() -> store.apply(after)).isInstanceOf(StoreUnavailableException.class);
      database.watch(step -> {});
      assertThat(store.find(List.of(ID))).containsValue(next.playlist());
      assertThat(store.rows(ID)).isEqualTo(next.inserted());
      assertThat(store.tracks(List.of(uri("e"), uri("f")))).isEmpty();
    }

    store.apply(after);
    assertThat(store.rows(ID)).isEqualTo(after.inserted());
    assertThat(database.open()).isZero();
  }

  @Test
  void runsTheWholeTransactionAgainAfterADeadlock() {
    store.apply(change(0, "a", "b"));
    AtomicInteger deadlocks = new AtomicInteger();
    database.watch(
        step -> {
          if (step.equals("commit") && deadlocks.getAndIncrement() < 3) {
            throw new SQLException("Deadlock", "40P01");
          }
        });

    store.apply(change(1, "c", "d"));

    assertThat(deadlocks).hasValue(4);
    assertThat(store.rows(ID)).isEqualTo(change(1, "c", "d").inserted());
    assertThat(store.revisions(ID, Long.MAX_VALUE, 10)).hasSize(2);
  }

  @Test
  void givesUpAfterManyDeadlocks() {
    AtomicInteger deadlocks = new AtomicInteger();
    database.watch(
        step -> {
          deadlocks.incrementAndGet();
          throw new SQLException("Deadlock", "40001");
        });

    assertThatThrownBy(() -> store.rows(ID)).isInstanceOf(StoreUnavailableException.class);

    assertThat(deadlocks).hasValueBetween(5, 20);
    assertThat(database.open()).isZero();
  }

  @Test
  void stopsTryingAgainWhenItIsInterrupted() {
    database.watch(
        step -> {
          Thread.currentThread().interrupt();
          throw new SQLException("Deadlock", "40001");
        });

    assertThatThrownBy(() -> store.rows(ID)).isInstanceOf(SyncInterruptedException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void givesBackEveryConnection() {
    store.apply(change(0, "a", "b"));
    assertThat(database.open()).isZero();

    assertThatThrownBy(() -> store.apply(change(0, "a", "b")))
        .isInstanceOf(StaleVersionException.class);
    store.rows(ID);
    store.revisions(ID, Long.MAX_VALUE, 1);

    assertThat(database.open()).isZero();
  }

  @Test
  void saysInOneLineThatATableIsMissing() {
    JdbcDataSource empty = new JdbcDataSource();
    empty.setURL("jdbc:h2:mem:empty;DB_CLOSE_DELAY=-1");
    try (EntityManagerFactory other =
        Persistence.createEntityManagerFactory(
            "sync-jpa-test", Map.of("jakarta.persistence.nonJtaDataSource", empty))) {
      JpaPlaylistStore unready = JpaPlaylistStore.create(other);

      assertThatThrownBy(() -> unready.apply(change(0, "a", "b")))
          .isInstanceOf(StoreException.class)
          .message()
          .startsWith("could not write playlist " + ID)
          .containsIgnoringCase("sync_playlist")
          .doesNotContain("\n");
    }
  }

  @Test
  void keepsTheMomentWhateverTheTimeZoneOfTheProcess() {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
      store.apply(change(0, "a", "b"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));

      assertThat(store.rows(ID)).isEqualTo(change(0, "a", "b").inserted());
      assertThat(store.find(List.of(ID))).containsValue(change(0, "a", "b").playlist());
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private void failAt(int cut, String sqlState) {
    AtomicInteger step = new AtomicInteger();
    database.watch(
        sql -> {
          if (step.getAndIncrement() >= cut) {
            throw new SQLException("Connection lost", sqlState);
          }
        });
  }

  private static TrackUri uri(String name) {
    return TrackUri.of("spotify:track:" + name);
  }

  /** Replaces both rows of the playlist by two others. */
  private static PlaylistChange change(long version, String first, String second) {
    Playlist said =
        new Playlist(ID, first, second, Visibility.PRIVATE, false, "owner", "Owner", null);
    TrackCounts counts = new TrackCounts(2, 0, 2);
    Instant at = NOON.plusSeconds(version);
    Revision revision =
        new Revision(ID, version + 1, Revision.Origin.SYNC, at, null, 2, 2, 0, counts);
    return new PlaylistChange(
        version,
        new StoredPlaylist(said, true, null, counts, version + 1, version + 1, at),
        revision,
        List.of(track(first), track(second)),
        List.of(
            new ItemRow(10, uri(first), NOON, "adder"),
            new ItemRow(20, uri(second), NOON, "adder")),
        version == 0 ? List.of() : List.of(10L, 20L),
        null);
  }

  private static Track track(String name) {
    return new Track(
        uri(name), TrackKind.TRACK, name, name, List.of(name), null, null, 1L, false, null);
  }
}
