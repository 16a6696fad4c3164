package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.contract.Race;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Real deadlocks, which a host's participant causes. */
@ParameterizedClass
@MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
class DeadlockTest {
  private final TestDatabase database;
  private final CountDownLatch bothHoldOne = new CountDownLatch(2);
  private final AtomicInteger runs = new AtomicInteger();

  DeadlockTest(Database kind) {
    database = TestDatabase.of(kind);
  }

  @BeforeEach
  void makeRowsToLock() throws SQLException {
    database.emptyStore();
    TestDatabase.execute(
        database.dataSource(),
        List.of(
            "create table host_lock (name varchar(1) primary key, times integer)",
            "insert into host_lock values ('a', 0), ('b', 0)"));
  }

  @AfterEach
  void dropThem() throws SQLException {
    TestDatabase.execute(database.dataSource(), List.of("drop table host_lock"));
  }

  @Test
  void runsTheWholeTransactionOfTheVictimAgain() throws Exception {
    List<Callable<?>> writers = List.of(writer("a", "b"), writer("b", "a"));

    assertThat(Race.run(writers)).containsOnlyNulls();

    assertThat(runs).as("the two, and the one that was the victim again").hasValue(3);
    assertThat(locks()).containsExactly(2, 2);
    JpaPlaylistStore store = JpaPlaylistStore.create(database.factory());
    for (String name : List.of("a", "b")) {
      assertThat(store.library(UserId.of(name))).hasSize(1);
      assertThat(store.revisions(PlaylistId.of(name), Long.MAX_VALUE, 10)).hasSize(1);
    }
  }

  private Callable<?> writer(String first, String second) {
    JpaPlaylistStore store =
        JpaPlaylistStore.builder(JpaTransactions.resourceLocal(database.factory()))
            .participant(
                (em, change) -> {
                  runs.incrementAndGet();
                  lock(em, first);
                  bothHoldOne.countDown();
                  awaitBoth();
                  lock(em, second);
                })
            .build();
    return () -> {
      store.apply(Changes.readBy(UserId.of(first), PlaylistId.of(first)));
      return null;
    };
  }

  private static void lock(EntityManager em, String name) {
    em.createNativeQuery("update host_lock set times = times + 1 where name = '" + name + "'")
        .executeUpdate();
  }

  private void awaitBoth() {
    try {
      assertThat(bothHoldOne.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<Integer> locks() {
    List<Integer> times = new ArrayList<>();
    try (EntityManager em = database.factory().createEntityManager()) {
      for (Object row :
          em.createNativeQuery("select times from host_lock order by name").getResultList()) {
        times.add(((Number) row).intValue());
      }
    }
    return times;
  }
}
