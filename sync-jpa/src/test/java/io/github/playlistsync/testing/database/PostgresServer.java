package io.github.playlistsync.testing.database;

import static io.github.playlistsync.testing.WatchedProcess.START_LIMIT;
import static io.github.playlistsync.testing.WatchedProcess.with;

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
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL for tests, on a free port of the loopback address. It ends with the JVM,
 * however that ends. Root may start it too, under another user, because PostgreSQL refuses to run
 * as root.
 */
public final class PostgresServer {
  private static final String USER = "postgres";
  private static final int NOBODY = 65534;
  private static final List<List<String>> WAYS_NOT_TO_BE_ROOT =
      List.of(
          List.of("unshare", "-U"),
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));

  /** Gives the server a folder on its own disk, which nobody else sees. */
  private static final String SMALL_DISK =
      """
      mount -t tmpfs -o "size=32m,mode=700" tmpfs "$1" && mkdir "$1/tables" || exit 1
      shift
      exec unshare -U "$@"
      """;

  private final AtomicInteger databases = new AtomicInteger();
  private final int port;
  private final Path folder;
  private final WatchedProcess process;
  private String tablespace = "";

  private PostgresServer(int port, Path folder, WatchedProcess process) {
    this.port = port;
    this.folder = folder;
    this.process = process;
  }

  /** The server of this JVM, started on first use. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** Another server, which waits for its disk as a real one does. It ends with the JVM too. */
  public static PostgresServer durable() {
    return create(Kind.DURABLE);
  }

  /** Another server, for a test that restarts it. It ends with the JVM too. */
  public static PostgresServer another() {
    return create(Kind.FAST);
  }

  /**
   * Another server, whose databases have a disk of 32 MB apart from its log: {@link #smallDisk}. It
   * ends with the JVM too.
   *
   * @throws UncheckedIOException where the machine does not let a process have a disk of its own
   */
  public static PostgresServer withSmallDisk() {
    PostgresServer server = create(Kind.SMALL_DISK);
    execute(
        dataSource(server.jdbcUrl("postgres")),
        "create tablespace small location '" + server.smallDisk().resolve("tables") + "'");
    server.tablespace = " tablespace small";
    return server;
  }

  /** The folder of the small disk, as the server sees it. */
  public Path smallDisk() {
    return folder.resolve("small");
  }

  /** Kills the server with all its connections, and waits until it has recovered. */
  public void restart() {
    try {
      process.kill("QUIT");
      process.startAgain();
      awaitStart(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of a new, empty database of this server. */
  public String newDatabase() {
    String name = "test" + databases.incrementAndGet();
    execute(dataSource(jdbcUrl("postgres")), "create database " + name + tablespace);
    return jdbcUrl(name);
  }

  /** Connections to a database at the address from {@link #newDatabase}. */
  public static DataSource dataSource(String jdbcUrl) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(jdbcUrl);
    return dataSource;
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER;
  }

  private static PostgresServer start(Kind kind) throws IOException, InterruptedException {
    Path bin = PostgresBinaries.unpacked().resolve("bin");
    Path folder = Files.createTempDirectory("playlist-sync-test-");
    List<String> otherUser = WatchedProcess.isRoot(folder) ? wayNotToBeRoot(bin) : List.of();
    if (otherUser.contains("--clear-groups")) {
      Files.setAttribute(folder, "unix:uid", NOBODY);
    }
    Path log = folder.resolve("log");
    Path data = folder.resolve("data");
    WatchedProcess.run(
        log,
        with(
            otherUser,
            bin.resolve("initdb").toString(),
            "--username=" + USER,
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
            "--pgdata=" + data));
    int port = WatchedProcess.freePort();
    List<String> way = kind == Kind.SMALL_DISK ? onSmallDisk(folder) : otherUser;
    WatchedProcess process =
        WatchedProcess.start(
            folder,
            log,
            "INT",
            with(
                way,
                bin.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "fsync=" + (kind == Kind.DURABLE ? "on" : "off"),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=300"));
    PostgresServer server = new PostgresServer(port, folder, process);
    server.awaitStart(log);
    return server;
  }

  private static List<String> onSmallDisk(Path folder) throws IOException {
    String disk = Files.createDirectory(folder.resolve("small")).toString();
    return List.of("unshare", "-Urm", "sh", "-c", SMALL_DISK, "disk", disk);
  }

  private void awaitStart(Path log) throws IOException {
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try (Connection connection = dataSource(jdbcUrl("postgres")).getConnection()) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException e) {
        if (System.nanoTime() > limit) {
          throw new IOException("PostgreSQL did not start: " + Files.readString(log), e);
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  /** User namespaces are closed on some machines, and some have no setpriv. */
  private static List<String> wayNotToBeRoot(Path bin) throws IOException, InterruptedException {
    for (List<String> way : WAYS_NOT_TO_BE_ROOT) {
      if (works(way, bin)) {
        return way;
      }
    }
    throw new IOException("PostgreSQL refuses to run as root; tried " + WAYS_NOT_TO_BE_ROOT);
  }

  private static boolean works(List<String> way, Path bin) throws InterruptedException {
    String probe = "test $(id -u) != 0 && exec " + bin.resolve("postgres") + " -V";
    try {
      return new ProcessBuilder(with(way, "sh", "-c", probe))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  private static void execute(DataSource dataSource, String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("could not " + sql, e);
    }
  }

  private enum Kind {
    FAST,
    DURABLE,
    SMALL_DISK
  }

  private static PostgresServer create(Kind kind) {
    try {
      return start(kind);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while PostgreSQL was starting", e);
    }
  }

  private static final class Shared {
    static final PostgresServer SERVER = create(Kind.FAST);
  }
}
