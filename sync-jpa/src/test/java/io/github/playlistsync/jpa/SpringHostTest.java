package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.PageCheckpoint;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.time.Instant;
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
