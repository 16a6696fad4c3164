package io.github.playlistsync.testing.redis;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.embedded.RedisExecProvider;

/**
 * A Redis for tests on a free port of the loopback interface. It ends with this JVM, however that
 * ends: the parent of the server is a shell that kills it at the end of a pipe from here.
 */
public final class RedisServer implements AutoCloseable {
  private static final String WATCHDOG =
      "\"$@\" </dev/null >\"$DIR/log\" 2>&1 & cat >/dev/null; kill -9 $! 2>/dev/null; wait";

  private static File unpacked;

  private final Path folder;
  private final int port;
  private final List<String> options;
  private Process watchdog;

  private RedisServer(Path folder, int port, List<String> options) {
    this.folder = folder;
    this.port = port;
    this.options = options;
  }

  /** Starts a server with further options, without which it stores nothing. */
  public static RedisServer start(String... options) {
    try {
      // Redis looks that often whether a blocking command has waited enough, by default only every
      // 100 ms, which every queue that is opened would wait for.
      List<String> all = new ArrayList<>(List.of("--save", "", "--hz", "100"));
      all.addAll(List.of(options));
      Path folder = Files.createTempDirectory("redis");
      deleteWithThisProcess(folder);
      RedisServer server = new RedisServer(folder, freePort(), all);
      server.launch();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException("cannot start Redis", e);
    }
  }

  /** The folder of its files. */
  public Path folder() {
    return folder;
  }

  public int port() {
    return port;
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Kills the server as a power cut would. */
  public void kill() {
    try {
      watchdog.getOutputStream().close();
      watchdog.onExit().join();
    } catch (IOException e) {
      throw new IllegalStateException("cannot kill Redis", e);
    }
  }

  /** Starts the server again after {@link #kill()}, with the same port and files. */
  public void launch() {
    try {
      List<String> command =
          new ArrayList<>(List.of("sh", "-c", WATCHDOG, "watchdog", binary().getAbsolutePath()));
      command.addAll(
          List.of("--port", "" + port, "--bind", "127.0.0.1", "--dir", folder.toString()));
      command.addAll(options);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("DIR", folder.toString());
      watchdog = builder.start();
      awaitAnswer();
    } catch (IOException e) {
      throw new IllegalStateException("cannot start Redis", e);
    }
  }

  /**
   * Returns the program, unpacked once a JVM and removed with it; or the one that the system
   * property {@code redis.server} names, such as a Valkey.
   */
  private static synchronized File binary() throws IOException {
    String other = System.getProperty("redis.server");
    if (other != null) {
      return new File(other);
    }
    if (unpacked == null) {
      unpacked = RedisExecProvider.defaultProvider().get();
      deleteWithThisProcess(unpacked.getParentFile().toPath());
    }
    return unpacked;
  }

  private static void deleteWithThisProcess(Path folder) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try (Stream<Path> files = Files.walk(folder)) {
                    files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
                  } catch (IOException e) {
                    System.err.println("cannot delete " + folder);
                  }
                }));
  }

  private void awaitAnswer() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        String answer =
            new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
        // One that wants a password is up too; one that still reads its files says -LOADING.
        if (answer.equals("+PONG") || answer.equals("-NOAU")) {
          return;
        }
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    throw new IOException("Redis does not answer: " + Files.readString(folder.resolve("log")));
  }

  /**
   * Returns a port that nobody uses, and that the system gives to no outgoing connection: a client
   * that reconnects while the server is away could get the very port of the server.
   */
  public static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    kill();
  }
}
