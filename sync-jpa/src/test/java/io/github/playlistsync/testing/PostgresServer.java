package io.github.playlistsync.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL for tests, on a free port of the loopback address. It ends with the JVM,
 * however that ends: its parent is a shell that reads a pipe from the JVM and stops the server at
 * the end of file. It runs as root too, under another user, since PostgreSQL refuses to be root.
 */
public final class PostgresServer {
  private static final String USER = "postgres";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int NOBODY = 65534;
  private static final List<List<String>> WAYS_NOT_TO_BE_ROOT =
      List.of(
          List.of("unshare", "-U"),
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));

  /** Starts what follows, waits until the pipe closes, and cleans up. */
  private static final String WATCHDOG =
      """
      folder=$1; log=$2; shift 2
      "$@" >"$log" 2>&1 </dev/null &
      server=$!
      trap '' INT TERM HUP
      cat >/dev/null
      kill -INT $server
      wait $server
      rm -rf "$folder"
      """;

  private final AtomicInteger databases = new AtomicInteger();
  private final int port;

  private PostgresServer(int port) {
    this.port = port;
  }

  /** The server of this JVM, started when it is first asked for. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** Another server, which waits for its disk as a real one does. It ends with the JVM too. */
  public static PostgresServer durable() {
    return Shared.create(true);
  }

  /** The address of a new, empty database of this server. */
  public String newDatabase() {
    String name = "test" + databases.incrementAndGet();
    execute(dataSource(jdbcUrl("postgres")), "create database " + name);
    return jdbcUrl(name);
  }

  /** Connections to a database by the address that {@link #newDatabase} gave. */
  public static DataSource dataSource(String jdbcUrl) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(jdbcUrl);
    return dataSource;
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER;
  }

  private static PostgresServer start(boolean durable) throws IOException, InterruptedException {
    Path bin = PostgresBinaries.unpacked().resolve("bin");
    Path folder = Files.createTempDirectory("playlist-sync-test-");
    List<String> otherUser = isRoot(folder) ? wayNotToBeRoot(bin) : List.of();
    if (otherUser.contains("--clear-groups")) {
      Files.setAttribute(folder, "unix:uid", NOBODY);
    }
    File log = folder.resolve("log").toFile();
    Path data = folder.resolve("data");
    run(
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
    int port = freePort();
    new ProcessBuilder(
            with(
                List.of("sh", "-c", WATCHDOG, "watchdog", folder.toString(), log.getPath()),
                with(
                        otherUser,
                        bin.resolve("postgres").toString(),
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "fsync=" + (durable ? "on" : "off"),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "max_connections=300")
                    .toArray(String[]::new)))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    PostgresServer server = new PostgresServer(port);
    server.awaitStart(log.toPath());
    return server;
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

  private static boolean isRoot(Path ours) throws IOException {
    return Files.getAttribute(ours, "unix:uid").equals(0);
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

  private static void run(File log, List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    if (!process.waitFor(START_LIMIT.toSeconds(), SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command + " failed: " + Files.readString(log.toPath()));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
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

  private static List<String> with(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toList();
  }

  private static final class Shared {
    static final PostgresServer SERVER = create(false);

    static PostgresServer create(boolean durable) {
      try {
        return start(durable);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while PostgreSQL was starting", e);
      }
    }
  }
}
