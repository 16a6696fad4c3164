package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.ats.jdbc.TransactionalDriver;
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
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.xa.PGXADataSource;

/**
 * A host with a transaction manager of JTA. Not on MariaDB, where no connection may rejoin a
 * transaction, as this manager's plain driver requires.
 */
@ParameterizedClass
@EnumSource(
    value = Database.class,
    names = {"H2", "POSTGRESQL"})
class JtaHostTest extends HostContract {
  static {
    System.setProperty("ObjectStoreEnvironmentBean.objectStoreDir", "target/object-store");
    System.setProperty("CoordinatorEnvironmentBean.transactionStatusManagerEnable", "false");
  }

  private static DataSource plain;
  private static EntityManagerFactory factory;

  private final TransactionManager manager =
      com.arjuna.ats.jta.TransactionManager.transactionManager();
  private final TransactionSynchronizationRegistry registry =
      new TransactionSynchronizationRegistryImple();

  JtaHostTest(Database kind) {}

  @BeforeParameterizedClassInvocation
  static void openDatabase(Database kind) throws SQLException {
    String url = TestDatabase.newUrl(kind);
    plain = TestDatabase.dataSource(kind, url);
    JpaSchema.in(plain).createIfMissing();
    TestDatabase.execute(plain, List.of(OUTBOX_TABLE));
    factory =
        Persistence.createEntityManagerFactory(
            "sync-jpa-test",
            Map.of(
                "jakarta.persistence.transactionType",
                "JTA",
                "jakarta.persistence.jtaDataSource",
                enlisting(xa(kind, url)),
                "hibernate.transaction.jta.platform",
                "org.hibernate.engine.transaction.jta.platform.internal.JBossStandAloneJtaPlatform",
                "hibernate.current_session_context_class",
                "jta"));
  }

  @AfterParameterizedClassInvocation
  static void closeDatabase() {
    factory.close();
  }

  @BeforeEach
  void startHost() throws SQLException {
    TestDatabase.empty(plain);
    TestDatabase.execute(plain, List.of("delete from host_outbox"));
    open(ofTheTransaction(factory), new Jta());
  }

  @Override
  void rolledBack(Runnable work) throws Exception {
    manager.begin();
    try {
      work.run();
    } finally {
      manager.rollback();
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

    @Override
    public void setRollbackOnly() {
      try {
        manager.setRollbackOnly();
      } catch (SystemException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What a container injects: a proxy for the EntityManager of the thread's transaction. */
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

  private static XADataSource xa(Database kind, String url) {
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
