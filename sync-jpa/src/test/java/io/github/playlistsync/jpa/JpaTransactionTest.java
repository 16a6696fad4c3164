package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.playlistsync.contract.Race;
import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.PlaylistChange;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract cannot provoke: a database that fails midway. */
@ParameterizedClass
@MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
class JpaTransactionTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");

  private static WatchedDataSource database;
  private static EntityManagerFactory factory;

  private JpaPlaylistStore store;

  private final Database kind;

  JpaTransactionTest(Database kind) {
    this.kind = kind;
  }

  @BeforeParameterizedClassInvocation
  static void openDatabase(Database kind) {
    database = WatchedDataSource.newDatabase(kind);
    factory = database.entityManagers();
  }

  @AfterParameterizedClassInvocation
  static void closeDatabase() {
    factory.close();
  }

  @BeforeEach
  void emptyDatabase() {
    database.watch((step, connection) -> {});
    TestDatabase.empty(database);
    store = JpaPlaylistStore.create(factory);
  }

  @Test
  void writesNothingWhereverTheConnectionIsCut() {
    store.apply(Changes.change(0, "a", "b"));
    PlaylistChange next = Changes.change(1, "c", "d");
    List<String> steps = new ArrayList<>();
    database.watch((step, connection) -> steps.add(step));
    store.apply(next);
    assertThat(steps).hasSizeGreaterThan(5).endsWith("commit");
    PlaylistChange after = Changes.change(2, "e", "f");

    for (int cut = 0; cut < steps.size(); cut++) {
      failAt(cut, "08006");
      assertThatThrownBy(() -> store.apply(after)).isInstanceOf(StoreUnavailableException.class);
      database.watch((step, connection) -> {});
      assertThat(store.find(List.of(Changes.ID))).containsValue(next.playlist());
      assertThat(store.rows(Changes.ID)).isEqualTo(next.inserted());
      assertThat(store.tracks(List.of(Changes.uri("e"), Changes.uri("f")))).isEmpty();
    }

    store.apply(after);
    assertThat(store.rows(Changes.ID)).isEqualTo(after.inserted());
    assertThat(database.open()).isZero();
  }

  @Test
  void runsTheWholeTransactionAgainAfterADeadlock() {
    store.apply(Changes.change(0, "a", "b"));
    AtomicInteger deadlocks = new AtomicInteger();
    database.watch(
        (step, connection) -> {
          if (step.equals("commit") && deadlocks.getAndIncrement() < 3) {
            throw new SQLException("Deadlock", "40P01");
          }
        });

    store.apply(Changes.change(1, "c", "d"));

    assertThat(deadlocks).hasValue(4);
    assertThat(store.rows(Changes.ID)).isEqualTo(Changes.change(1, "c", "d").inserted());
    assertThat(store.revisions(Changes.ID, Long.MAX_VALUE, 10)).hasSize(2);
  }

  @Test
  void tellsAParticipantOnceOfACommitWhoseAcknowledgmentIsLost() {
    List<String> told = new ArrayList<>();
    store =
        JpaPlaylistStore.builder(JpaTransactions.resourceLocal(factory))
            .participant(
                new ChangeParticipant() {
                  @Override
                  public void beforeCommit(EntityManager em, PlaylistChange change) {
                    told.add("before");
                  }

                  @Override
                  public void afterCommit(PlaylistChange change) {
                    told.add("after");
                  }
                })
            .build();
    AtomicInteger lost = new AtomicInteger();
    database.watch(
        (step, connection) -> {
          if (step.equals("commit") && lost.getAndIncrement() == 0) {
            connection.commit();
            throw new SQLException("Connection lost", "08006");
          }
        });

    store.apply(Changes.change(0, "a", "b"));

    assertThat(told).containsExactly("before", "after");
    assertThat(store.revisions(Changes.ID, Long.MAX_VALUE, 10)).hasSize(1);
  }

  @Test
  void takesTheCommitOfAnotherForNoneOfItsOwn() {
    AtomicInteger lost = new AtomicInteger();
    database.watch(
        (step, connection) -> {
          if (step.equals("commit") && lost.getAndIncrement() == 0) {
            connection.rollback();
            JpaPlaylistStore.create(factory).apply(Changes.at(NOON, "c", "d"));
            throw new SQLException("Connection lost", "08006");
          }
        });

    assertThatThrownBy(() -> store.apply(Changes.change(0, "a", "b")))
        .isInstanceOf(StaleVersionException.class);
  }

  @Test
  void givesUpAfterManyDeadlocks() {
    assumeHibernate();
    AtomicInteger deadlocks = new AtomicInteger();
    database.watch(
        (step, connection) -> {
          deadlocks.incrementAndGet();
          throw new SQLException("Deadlock", "40001");
        });

    assertThatThrownBy(() -> store.rows(Changes.ID)).isInstanceOf(StoreUnavailableException.class);

    assertThat(deadlocks).hasValueBetween(5, 20);
    assertThat(database.open()).isZero();
  }

  @Test
  void stopsTryingAgainWhenItIsInterrupted() {
    assumeHibernate();
    database.watch(
        (step, connection) -> {
          Thread.currentThread().interrupt();
          throw new SQLException("Deadlock", "40001");
        });

    assertThatThrownBy(() -> store.rows(Changes.ID)).isInstanceOf(SyncInterruptedException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void tellsAFollowerWhatWasBegunBeforeAndCommittedAfterItLooked() throws Exception {
    PlaylistId other = PlaylistId.of("other");
    UserId anna = UserId.of("anna");
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch looked = new CountDownLatch(1);
    JpaPlaylistStore slow =
        JpaPlaylistStore.builder(JpaTransactions.resourceLocal(factory))
            .participant(
                (em, change) -> {
                  written.countDown();
                  awaitQuietly(looked);
                })
            .build();
    String[] position = new String[1];

    List<Throwable> outcomes =
        Race.run(
            List.<Callable<?>>of(
                () -> {
                  slow.apply(Changes.readBy(anna, Changes.ID));
                  return null;
                },
                () -> {
                  awaitQuietly(written);
                  store.apply(Changes.readBy(anna, other));
                  ChangePage page = store.changes(anna, null, 10);
                  assertThat(page.revisions()).extracting(Revision::playlist).containsOnly(other);
                  position[0] = page.position();
                  looked.countDown();
                  return null;
                }));

    assertThat(outcomes).containsOnlyNulls();
    assertThat(store.changes(anna, position[0], 10).revisions())
        .extracting(Revision::playlist)
        .containsExactly(Changes.ID);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void givesBackEveryConnection() {
    store.apply(Changes.change(0, "a", "b"));
    assertThat(database.open()).isZero();

    assertThatThrownBy(() -> store.apply(Changes.change(0, "a", "b")))
        .isInstanceOf(StaleVersionException.class);
    store.rows(Changes.ID);
    store.revisions(Changes.ID, Long.MAX_VALUE, 1);

    assertThat(database.open()).isZero();
  }

  @Test
  void saysInOneLineThatATableIsMissing() {
    DataSource empty = TestDatabase.dataSource(kind, TestDatabase.newUrl(kind));
    try (EntityManagerFactory other =
        Persistence.createEntityManagerFactory(
            "sync-jpa-test", Map.of("jakarta.persistence.nonJtaDataSource", empty))) {
      JpaPlaylistStore unready = JpaPlaylistStore.create(other);

      assertThatThrownBy(() -> unready.apply(Changes.change(0, "a", "b")))
          .isInstanceOf(StoreException.class)
          .message()
          .startsWith("could not write playlist " + Changes.ID)
          .containsIgnoringCase("sync_playlist")
          .doesNotContain("\n");
    }
  }

  @Test
  void keepsTheMomentWhateverTheTimeZoneOfTheProcess() {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
      store.apply(Changes.change(0, "a", "b"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));

      assertThat(store.rows(Changes.ID)).isEqualTo(Changes.change(0, "a", "b").inserted());
      assertThat(store.find(List.of(Changes.ID)))
          .containsValue(Changes.change(0, "a", "b").playlist());
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private static void assumeHibernate() {
    assumeThat(factory.getClass().getName())
        .as("EclipseLink asks the database whether it is still there, and again on its own")
        .startsWith("org.hibernate.");
  }

  private void failAt(int cut, String sqlState) {
    AtomicInteger step = new AtomicInteger();
    database.watch(
        (sql, connection) -> {
          if (step.getAndIncrement() >= cut) {
            throw new SQLException("Connection lost", sqlState);
          }
        });
  }
}
