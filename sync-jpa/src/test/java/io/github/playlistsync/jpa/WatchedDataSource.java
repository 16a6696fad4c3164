package io.github.playlistsync.jpa;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Counts the open connections, and fails where a test asks for it. */
final class WatchedDataSource implements DataSource {
  /** Called before each statement and each commit. */
  @FunctionalInterface
  interface Watcher {
    /**
     * Lets it happen, or throws what the driver would.
     *
     * @param step a statement's SQL, or "commit"
     * @param connection its connection, unwatched
     */
    void before(String step, Connection connection) throws SQLException;

    /** Called after the database or the driver threw. */
    default void refused() {}
  }

  private final DataSource dataSource;
  private final AtomicInteger open = new AtomicInteger();
  private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
  private volatile Watcher watcher = (step, connection) -> {};

  WatchedDataSource(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** A new database with our tables. */
  static WatchedDataSource newDatabase(Database kind) {
    DataSource real = TestDatabase.dataSource(kind, TestDatabase.newUrl(kind));
    JpaSchema.in(real).createIfMissing();
    return new WatchedDataSource(real);
  }

  /** The tests' persistence unit on it. */
  EntityManagerFactory entityManagers() {
    return Persistence.createEntityManagerFactory(
        "sync-jpa-test", Map.of("jakarta.persistence.nonJtaDataSource", this));
  }

  /** How many connections were opened and not closed. */
  int open() {
    return open.get();
  }

  /** The SQL states that the database and the driver threw since the last call. */
  List<String> refusals() {
    List<String> states = new ArrayList<>();
    refusals.drainTo(states);
    return states;
  }

  void watch(Watcher next) {
    watcher = next;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = dataSource.getConnection();
    open.incrementAndGet();
    return proxy(Connection.class, (method, arguments) -> call(connection, method, arguments));
  }

  private Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "commit" -> watcher.before("commit", connection);
      case "close" -> open.decrementAndGet();
      default -> {}
    }
    Object result = invoke(connection, method, arguments);
    return result instanceof PreparedStatement statement
        ? watched(connection, statement, (String) arguments[0])
        : result;
  }

  private PreparedStatement watched(
      Connection connection, PreparedStatement statement, String sql) {
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            watcher.before(sql, connection);
          }
          return invoke(statement, method, arguments);
        });
  }

  private interface Call {
    Object to(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            WatchedDataSource.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.to(method, arguments)));
  }

  private Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException refused && refused.getSQLState() != null) {
        refusals.add(refused.getSQLState());
        watcher.refused();
      }
      throw e.getCause();
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return dataSource.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    dataSource.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    dataSource.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return dataSource.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return dataSource.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return dataSource.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return dataSource.isWrapperFor(type);
  }
}
