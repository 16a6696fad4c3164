package io.github.playlistsync.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reaches the connection of an EntityManager's transaction. Jakarta Persistence has no portable way
 * before 3.2, and Hibernate only its own, which is called by reflection to avoid a dependency.
 */
final class TransactionConnection {
  private static final String HIBERNATE = "org.hibernate.SharedSessionContract";

  private TransactionConnection() {}

  /** Uses the connection, and does not close it. */
  @FunctionalInterface
  interface Work {
    void accept(Connection connection) throws SQLException;
  }

  /**
   * Runs {@code work} with the connection.
   *
   * @throws PersistenceException if the provider gives no connection, or around what {@code work}
   *     threw
   */
  static void run(EntityManager em, Work work) {
    Object delegate = em.getDelegate();
    Class<?> session = hibernateSession(delegate.getClass());
    try {
      if (session == null) {
        work.accept(unwrapped(em));
      } else {
        runInHibernate(session, delegate, work);
      }
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  /**
   * Returns how long the connection waits for an answer, in milliseconds; 0 for ever, -1 if it does
   * not say, as the wrappers of some pools and transaction managers do not.
   */
  static int networkTimeout(Connection connection) {
    try {
      return connection.getNetworkTimeout();
    } catch (SQLException | UnsupportedOperationException | AbstractMethodError e) {
      return -1;
    }
  }

  /** Whether the transaction may not write; false if the provider gives no connection. */
  static boolean isReadOnly(EntityManager em) {
    boolean[] readOnly = {false};
    try {
      run(em, connection -> readOnly[0] = connection.isReadOnly());
    } catch (PersistenceException e) {
      if (SqlFailure.of(e).isOfDatabase()) {
        throw e;
      }
    }
    return readOnly[0];
  }

  private static Connection unwrapped(EntityManager em) {
    Connection connection = em.unwrap(Connection.class);
    if (connection == null) {
      throw new PersistenceException("the provider gives no connection");
    }
    return connection;
  }

  private static void runInHibernate(Class<?> session, Object delegate, Work work)
      throws SQLException {
    try {
      Method doWork =
          Arrays.stream(session.getMethods())
              .filter(method -> method.getName().equals("doWork"))
              .findFirst()
              .orElseThrow(() -> new NoSuchMethodException("doWork"));
      Class<?> type = doWork.getParameterTypes()[0];
      Object proxy =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> {
                work.accept((Connection) arguments[0]);
                return null;
              });
      doWork.invoke(delegate, proxy);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new PersistenceException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new PersistenceException("the provider's session has no doWork", e);
    }
  }

  private static @Nullable Class<?> hibernateSession(@Nullable Class<?> type) {
    if (type == null) {
      return null;
    }
    if (type.getName().equals(HIBERNATE)) {
      return type;
    }
    return Stream.concat(
            Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
        .map(TransactionConnection::hibernateSession)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElse(null);
  }
}
