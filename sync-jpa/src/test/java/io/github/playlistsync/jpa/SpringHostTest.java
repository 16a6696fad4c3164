package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.PageCheckpoint;
import io.github.playlistsync.spi.store.PlaylistChange;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A host with Spring's transactions. */
@ParameterizedClass
@MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
class SpringHostTest extends HostContract {
  private static final UserId ANNA = UserId.of("anna");

  private final Database kind;

  private EntityManager shared;
  private TransactionTemplate template;

  SpringHostTest(Database kind) {
    this.kind = kind;
  }

  @BeforeEach
  void startHost() throws SQLException {
    TestDatabase database = TestDatabase.of(kind);
    database.emptyStore();
    TestDatabase.execute(database.dataSource(), List.of(OUTBOX_TABLE, "delete from host_outbox"));
    EntityManagerFactory factory = database.factory();
    shared = SharedEntityManagerCreator.createSharedEntityManager(factory);
    template = new TransactionTemplate(new JpaTransactionManager(factory));
    open(shared, new SpringTransactions());
  }

  @Override
  void rolledBack(Runnable work) {
    template.executeWithoutResult(
        status -> {
          work.run();
          status.setRollbackOnly();
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void seesInATransactionOfTheCallersWhatWasWrittenInIt(boolean portable) {
    JpaPlaylistStore pages = portable ? builder().portableWrites().build() : store;

    inTransaction(
        () -> {
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

  @Test
  void readsInOneRequestWhatOthersWroteMeanwhile() {
    JpaPlaylistStore others = TestDatabase.of(kind).store();
    EntityManagerFactory factory = TestDatabase.of(kind).factory();
    EntityManager ofTheRequest = factory.createEntityManager();
    TransactionSynchronizationManager.bindResource(factory, new EntityManagerHolder(ofTheRequest));
    try {
      others.apply(Changes.change(0, "a", "b"));
      inTransaction(
          () -> shared.createQuery("select p from SyncPlaylist p", Object.class).getResultList());
      others.apply(Changes.change(1, "c", "d"));
      assertThat(store.find(List.of(Changes.ID)))
          .containsValue(Changes.change(1, "c", "d").playlist());

      PlaylistChange back = Changes.change(2, "a", "b");
      store.apply(back);
      assertThat(others.find(List.of(Changes.ID))).containsValue(back.playlist());
    } finally {
      TransactionSynchronizationManager.unbindResource(factory);
      ofTheRequest.close();
    }
  }

  @Test
  void refusesToNumberChangesInAReadOnlyTransaction() {
    assumeThat(kind).as("knows none").isNotEqualTo(Database.H2);
    assumeThat(shared.getDelegate().getClass().getName()).startsWith("org.hibernate.");
    // As Spring Boot sets them.
    Map<String, ?> settings =
        Map.of(
            "jakarta.persistence.nonJtaDataSource",
            TestDatabase.of(kind).dataSource(),
            "hibernate.connection.handling_mode",
            "DELAYED_ACQUISITION_AND_HOLD");
    try (EntityManagerFactory factory =
        Persistence.createEntityManagerFactory("sync-jpa-test", settings)) {
      JpaTransactionManager manager = new JpaTransactionManager(factory);
      manager.setJpaDialect(new HibernateJpaDialect());
      template = new TransactionTemplate(manager);
      open(SharedEntityManagerCreator.createSharedEntityManager(factory), new SpringTransactions());
      store.apply(Changes.readBy(ANNA, Changes.ID));
      template.setReadOnly(true);

      inTransaction(
          () -> {
            assertThatThrownBy(() -> store.changes(ANNA, null, 10))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the caller's transaction is read-only");
            assertThat(store.library(ANNA)).hasSize(1);
          });

      template.setReadOnly(false);
      assertThat(store.changes(ANNA, null, 10).revisions()).hasSize(1);
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

    @Override
    public void setRollbackOnly() {
      template.executeWithoutResult(TransactionStatus::setRollbackOnly);
    }
  }
}
