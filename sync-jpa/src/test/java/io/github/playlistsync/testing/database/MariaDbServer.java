package io.github.playlistsync.testing.database;

import static io.github.playlistsync.testing.WatchedProcess.START_LIMIT;

import io.github.playlistsync.testing.WatchedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * A real MariaDB for tests, on a free port of the loopback address, as root or not. It ends with
 * the JVM, however that ends. Its programs are on the class path with {@code -Pmariadb} only.
 */
public final class MariaDbServer {
  private final AtomicInteger databases = new AtomicInteger();
  private final int port;

  private MariaDbServer(int port) {
    this.port = port;
  }

  /** The server of this JVM, started on first use. */
  public static MariaDbServer shared() {
    return Shared.SERVER;
  }

  /** The address of a new, empty database of this server. */
  public String newDatabase() {
    String name = "test" + databases.incrementAndGet();
    execute(jdbcUrl(""), "create database " + name);
    return jdbcUrl(name);
  }

  /** Connections to a database at the address from {@link #newDatabase}. */
  public static DataSource dataSource(String jdbcUrl) {
    try {
      return new MariaDbDataSource(jdbcUrl);
    } catch (SQLException e) {
      throw new IllegalArgumentException(jdbcUrl, e);
    }
  }

  /** Runs a statement on the server, outside any database. */
  public void execute(String sql) {
    execute(jdbcUrl(""), sql);
  }

  private String jdbcUrl(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root";
  }

  private static MariaDbServer start() throws IOException, InterruptedException {
    Path programs = MariaDbBinaries.unpacked();
    Path folder = Files.createTempDirectory("playlist-sync-test-");
    Path log = folder.resolve("log");
    String data = folder.resolve("data").toString();
    // It refuses to run as root unless asked to.
    String user = WatchedProcess.isRoot(folder) ? "root" : System.getProperty("user.name");
    WatchedProcess.run(
        log,
        List.of(
            programs.resolve("scripts/mariadb-install-db").toString(),
            "--no-defaults",
            "--basedir=" + programs,
            "--datadir=" + data,
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--force",
            "--user=" + user));
    int port = WatchedProcess.freePort();
    WatchedProcess.start(
        folder,
        log,
        "KILL",
        List.of(
            programs.resolve("bin/mariadbd").toString(),
            "--no-defaults",
            "--basedir=" + programs,
            "--datadir=" + data,
            "--user=" + user,
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--socket=" + folder.resolve("socket"),
            "--skip-name-resolve",
            // Otherwise it makes a certificate first, which takes a minute on a slow machine.
            "--skip-ssl",
            "--max-connections=300",
            // Not the one that we need: the scripts must set their own.
            "--character-set-server=latin1",
            "--innodb-flush-log-at-trx-commit=0"));
    MariaDbServer server = new MariaDbServer(port);
    server.awaitStart(log);
    return server;
  }

  private void awaitStart(Path log) throws IOException {
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try (Connection connection = dataSource(jdbcUrl("")).getConnection()) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException e) {
        if (System.nanoTime() > limit) {
          throw new IOException("MariaDB did not start: " + Files.readString(log), e);
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  private static void execute(String jdbcUrl, String sql) {
    try (Connection connection = dataSource(jdbcUrl).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("could not " + sql, e);
    }
  }

  private static final class Shared {
    static final MariaDbServer SERVER = create();

    private static MariaDbServer create() {
      try {
        return start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while MariaDB was starting", e);
      }
    }
  }
}
