package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.PageCheckpoint;
import io.github.playlistsync.spi.store.PlaylistChange;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A host with Spring's transactions, an entity of its own, and a part in each write. */
@ParameterizedClass
@MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
class SpringHostTest {
  private static final UserId ANNA = UserId.of("anna");

  private final Database kind;
  private final List<String> committed = new ArrayList<>();

  private EntityManager shared;
  private TransactionTemplate template;
  private JpaPlaylistStore store;
  private boolean hostFails;

  SpringHostTest(Database kind) {
    this.kind = kind;
  }

  @BeforeEach
  void startHost() throws SQLException {
    TestDatabase database = TestDatabase.of(kind);
    database.emptyStore();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table if not exists host_outbox (message varchar(200) primary key)");
      statement.execute("delete from host_outbox");
    }
    EntityManagerFactory factory = database.factory();
    shared = SharedEntityManagerCreator.createSharedEntityManager(factory);
    template = new TransactionTemplate(new JpaTransactionManager(factory));
    store =
        JpaPlaylistStore.builder(JpaTransactions.callerManaged(shared, new SpringTransactions()))
            .participant(new Outbox())
            .build();
  }

  @Test
  void commitsTheHostsRowWithThePlaylist() {
    PlaylistChange change = Changes.change(0, "a", "b");

    store.apply(change);

    assertThat(store.rows(Changes.ID)).isEqualTo(change.inserted());
    assertThat(outbox()).containsExactly("version 1, 2 inserted");
    assertThat(committed).containsExactly("version 1");
  }

  @Test
  void writesNeitherWhereTheHostFails() {
    store.apply(Changes.change(0, "a", "b"));
    hostFails = true;

    assertThatThrownBy(() -> store.apply(Changes.change(1, "c", "d")))
        .isInstanceOf(StoreException.class)
        .hasRootCauseInstanceOf(IllegalStateException.class);

    assertThat(store.rows(Changes.ID)).isEqualTo(Changes.change(0, "a", "b").inserted());
    assertThat(outbox()).containsExactly("version 1, 2 inserted");
    assertThat(committed).containsExactly("version 1");
  }

  @Test
  void writesNeitherWhereTheVersionIsStale() {
    store.apply(Changes.change(0, "a", "b"));

    assertThatThrownBy(() -> store.apply(Changes.change(0, "c", "d")))
        .isInstanceOf(StaleVersionException.class);

    assertThat(outbox()).hasSize(1);
    assertThat(committed).hasSize(1);
  }

  @Test
  void takesPartInATransactionOfTheCallers() {
    template.executeWithoutResult(
        status -> {
          store.apply(Changes.change(0, "a", "b"));
          store.apply(Changes.change(1, "c", "d"));
          assertThat(store.rows(Changes.ID)).isEqualTo(Changes.change(1, "c", "d").inserted());
          assertThat(store.find(List.of(Changes.ID)).get(Changes.ID).version()).isEqualTo(2);
          assertThat(committed).isEmpty();
          status.setRollbackOnly();
        });

    assertThat(store.find(List.of(Changes.ID))).isEmpty();
    assertThat(outbox()).isEmpty();
    assertThat(committed).isEmpty();

    template.executeWithoutResult(status -> store.apply(Changes.change(0, "a", "b")));

    assertThat(outbox()).hasSize(1);
    assertThat(committed).containsExactly("version 1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void seesInATransactionOfTheCallersWhatWasWrittenInIt(boolean portable) {
    JpaPlaylistStore pages = portable ? portableStore() : store;

    template.executeWithoutResult(
        status -> {
          pages.save(page("first"));
          assertThat(pages.pages(ANNA, Changes.ID)).containsExactly(page("first"));
          pages.save(page("second"));
          assertThat(pages.pages(ANNA, Changes.ID)).containsExactly(page("second"));
          pages.dropPages(ANNA, Changes.ID);
          assertThat(pages.pages(ANNA, Changes.ID)).isEmpty();
          pages.save(page("third"));
        });

    assertThat(pages.pages(ANNA, Changes.ID)).containsExactly(page("third"));
  }

  private JpaPlaylistStore portableStore() {
    return JpaPlaylistStore.builder(JpaTransactions.callerManaged(shared, new SpringTransactions()))
        .portableWrites()
        .build();
  }

  private static PageCheckpoint page(String content) {
    return new PageCheckpoint(
        ANNA, Changes.ID, SnapshotId.of("s"), 0, content, Instant.parse("2026-03-01T12:00:00Z"));
  }

  @Test
  void givesTheEntityManagerBackOpen() {
    store.apply(Changes.change(0, "a", "b"));

    assertThat(shared.isOpen()).isTrue();
    assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isFalse();
  }

  private List<String> outbox() {
    return shared
        .createQuery("select o from OutboxRow o order by o.message", OutboxRow.class)
        .getResultList()
        .stream()
        .map(OutboxRow::message)
        .toList();
  }

  private final class Outbox implements ChangeParticipant {
    @Override
    public void beforeCommit(EntityManager em, PlaylistChange change) {
      em.persist(
          new OutboxRow(
              "version %d, %d inserted"
                  .formatted(change.playlist().version(), change.inserted().size())));
      if (hostFails) {
        throw new IllegalStateException("the host does not want this");
      }
    }

    @Override
    public void afterCommit(PlaylistChange change) {
      committed.add("version " + change.playlist().version());
      throw new IllegalStateException("a failure that is too late to matter");
    }
  }

  private final class SpringTransactions implements HostTransactions {
    @Override
    public <T> T execute(Supplier<T> work) {
      return template.execute(status -> work.get());
    }

    @Override
    public boolean isActive() {
      return TransactionSynchronizationManager.isActualTransactionActive();
    }

    @Override
    public void afterCommit(Runnable hook) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              hook.run();
            }
          });
    }
  }
}
