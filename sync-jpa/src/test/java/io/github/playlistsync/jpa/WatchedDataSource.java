package io.github.playlistsync.jpa;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Counts the connections that are out, and fails where a test wants it to. */
final class WatchedDataSource implements DataSource {
  /** Called before each statement and each commit. */
  @FunctionalInterface
  interface Watcher {
    /**
     * Lets it happen, or throws what the driver would.
     *
     * @param step a statement's SQL, or "commit"
     */
    void before(String step) throws SQLException;
  }

  private final DataSource dataSource;
  private final AtomicInteger open = new AtomicInteger();
  private volatile Watcher watcher = step -> {};

  WatchedDataSource(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** How many connections were taken and not given back. */
  int open() {
    return open.get();
  }

  void watch(Watcher next) {
    watcher = next;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = dataSource.getConnection();
    open.incrementAndGet();
    return (Connection)
        Proxy.newProxyInstance(
            WatchedDataSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> call(connection, method, arguments));
  }

  private Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "prepareStatement" -> watcher.before((String) arguments[0]);
      case "commit" -> watcher.before("commit");
      case "close" -> open.decrementAndGet();
      default -> {}
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
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
