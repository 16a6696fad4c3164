package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.ats.jdbc.TransactionalDriver;
import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.spi.store.PlaylistChange;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.xa.PGXADataSource;

/**
 * A host with a transaction manager of JTA, an entity of its own, and a part in each write. Not on
 * MariaDB, which lets no connection join a transaction again, as this manager's plain driver wants.
 */
@ParameterizedClass
@EnumSource(
    value = Database.class,
    names = {"H2", "POSTGRESQL"})
class JtaHostTest {
  static {
    System.setProperty("ObjectStoreEnvironmentBean.objectStoreDir", "target/object-store");
    System.setProperty("CoordinatorEnvironmentBean.transactionStatusManagerEnable", "false");
  }

  private final Database kind;
  private final List<String> committed = new ArrayList<>();
  private final TransactionManager manager =
      com.arjuna.ats.jta.TransactionManager.transactionManager();
  private final TransactionSynchronizationRegistry registry =
      new TransactionSynchronizationRegistryImple();

  private EntityManagerFactory factory;
  private EntityManager current;
  private JpaPlaylistStore store;
  private boolean hostFails;

  JtaHostTest(Database kind) {
    this.kind = kind;
  }

  @BeforeEach
  void startHost() throws SQLException {
    String url = TestDatabase.newUrl(kind);
    DataSource plain = TestDatabase.dataSource(kind, url);
    JpaSchema.in(plain).createIfMissing();
    TestDatabase.execute(
        plain, List.of("create table host_outbox (message varchar(200) primary key)"));
    factory =
        Persistence.createEntityManagerFactory(
            "sync-jpa-test",
            Map.of(
                "jakarta.persistence.transactionType",
                "JTA",
                "jakarta.persistence.jtaDataSource",
                enlisting(xa(plain, url)),
                "hibernate.transaction.jta.platform",
                "org.hibernate.engine.transaction.jta.platform.internal.JBossStandAloneJtaPlatform",
                "hibernate.current_session_context_class",
                "jta"));
    current = ofTheTransaction(factory);
    store =
        JpaPlaylistStore.builder(JpaTransactions.callerManaged(current, new Jta()))
            .participant(new Outbox())
            .build();
  }

  @AfterEach
  void stopHost() {
    factory.close();
  }

  @Test
  void commitsTheHostsRowWithThePlaylist() throws SystemException {
    PlaylistChange change = Changes.change(0, "a", "b");

    store.apply(change);

    assertThat(store.rows(Changes.ID)).isEqualTo(change.inserted());
    assertThat(outbox()).containsExactly("version 1");
    assertThat(committed).containsExactly("version 1");
    assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
  }

  @Test
  void writesNeitherWhereTheHostFails() {
    store.apply(Changes.change(0, "a", "b"));
    hostFails = true;

    assertThatThrownBy(() -> store.apply(Changes.change(1, "c", "d")))
        .isInstanceOf(StoreException.class)
        .hasRootCauseInstanceOf(IllegalStateException.class);

    assertThat(store.rows(Changes.ID)).isEqualTo(Changes.change(0, "a", "b").inserted());
    assertThat(outbox()).containsExactly("version 1");
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
  void takesPartInATransactionOfTheCallers() throws Exception {
    manager.begin();
    store.apply(Changes.change(0, "a", "b"));
    store.apply(Changes.change(1, "c", "d"));
    assertThat(store.rows(Changes.ID)).isEqualTo(Changes.change(1, "c", "d").inserted());
    assertThat(committed).isEmpty();
    manager.rollback();

    assertThat(store.find(List.of(Changes.ID))).isEmpty();
    assertThat(outbox()).isEmpty();
    assertThat(committed).isEmpty();

    manager.begin();
    store.apply(Changes.change(0, "a", "b"));
    manager.commit();

    assertThat(outbox()).hasSize(1);
    assertThat(committed).containsExactly("version 1");
  }

  private List<String> outbox() {
    return new Jta()
        .execute(
            () ->
                current
                    .createQuery("select o from OutboxRow o order by o.message", OutboxRow.class)
                    .getResultList()
                    .stream()
                    .map(OutboxRow::message)
                    .toList());
  }

  private final class Outbox implements ChangeParticipant {
    @Override
    public void beforeCommit(EntityManager em, PlaylistChange change) {
      em.persist(new OutboxRow("version " + change.playlist().version()));
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

  private final class Jta implements HostTransactions {
    @Override
    public <T> T execute(Supplier<T> work) {
      if (isActive()) {
        return work.get();
      }
      try {
        manager.begin();
        T result;
        try {
          result = work.get();
        } catch (RuntimeException | Error e) {
          manager.rollback();
          throw e;
        }
        manager.commit();
        return result;
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("the transaction was not committed", e);
      }
    }

    @Override
    public boolean isActive() {
      try {
        return manager.getStatus() != Status.STATUS_NO_TRANSACTION;
      } catch (SystemException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void afterCommit(Runnable hook) {
      registry.registerInterposedSynchronization(
          new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
              if (status == Status.STATUS_COMMITTED) {
                hook.run();
              }
            }
          });
    }
  }

  /** What a container injects: stands for the EntityManager of the thread's transaction. */
  private static EntityManager ofTheTransaction(EntityManagerFactory factory) {
    SessionFactory sessions = factory.unwrap(SessionFactory.class);
    return (EntityManager)
        Proxy.newProxyInstance(
            JtaHostTest.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (self, method, arguments) -> {
              assertThat(method.getName()).isNotIn("close", "getTransaction");
              try {
                return method.invoke(sessions.getCurrentSession(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private XADataSource xa(DataSource plain, String url) {
    if (kind == Database.H2) {
      return (XADataSource) plain;
    }
    PGXADataSource postgres = new PGXADataSource();
    postgres.setUrl(url);
    return postgres;
  }

  /** Connections that take part in the transaction of the thread. */
  private static DataSource enlisting(XADataSource xa) {
    Properties properties = new Properties();
    properties.put(TransactionalDriver.XADataSource, xa);
    properties.put(TransactionalDriver.userName, "");
    properties.put(TransactionalDriver.password, "");
    return (DataSource)
        Proxy.newProxyInstance(
            JtaHostTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> {
              assertThat(method.getName()).isIn("getConnection", "toString", "hashCode");
              return method.getName().equals("getConnection") ? connect(properties) : "enlisting";
            });
  }

  private static Connection connect(Properties properties) throws SQLException {
    return new TransactionalDriver().connect(TransactionalDriver.arjunaDriver, properties);
  }
}
