package io.github.playlistsync.redis;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
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
 * A Redis for tests. A shell watches over it, which stops it when this JVM is gone, however it
 * went: its standard input is a pipe from here.
 */
final class RedisServer implements AutoCloseable {
  private static final String WATCHDOG =
      "\"$@\" </dev/null >\"$DIR/log\" 2>&1 & echo $!; cat >/dev/null; kill -9 $! 2>/dev/null";

  private static File binary;

  private final Path directory;
  private final int port;
  private final List<String> options;
  private Process watchdog;
  private long pid;

  private RedisServer(Path directory, int port, List<String> options) {
    this.directory = directory;
    this.port = port;
    this.options = options;
  }

  /** Starts one on a free port of the loopback interface; it keeps nothing unless told so. */
  static RedisServer start(String... options) {
    try {
      List<String> all = new ArrayList<>(List.of("--save", ""));
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

  int port() {
    return port;
  }

  long pid() {
    return pid;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Kills it as a power cut would. */
  void kill() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    try {
      watchdog.getOutputStream().close();
      watchdog.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("cannot kill Redis", e);
    }
  }

  /** Starts it again after {@link #kill()}, on the same port and with the same files. */
  void launch() {
    try {
      File binary = binary();
      List<String> command =
          new ArrayList<>(List.of("sh", "-c", WATCHDOG, "watchdog", binary.getAbsolutePath()));
      command.addAll(
          List.of("--port", "" + port, "--bind", "127.0.0.1", "--dir", directory.toString()));
      command.addAll(options);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("DIR", directory.toString());
      watchdog = builder.start();
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(watchdog.getInputStream(), StandardCharsets.UTF_8));
      pid = Long.parseLong(output.readLine().strip());
      awaitAnswer();
    } catch (IOException e) {
      throw new IllegalStateException("cannot start Redis", e);
    }
  }

  /**
   * Unpacked once for this JVM, and removed with it; another where the system property {@code
   * redis.server} names one, such as a Valkey.
   */
  private static synchronized File binary() throws IOException {
    String other = System.getProperty("redis.server");
    if (other != null) {
      return new File(other);
    }
    if (binary == null) {
      binary = RedisExecProvider.defaultProvider().get();
      deleteWithThisProcess(binary.getParentFile().toPath());
    }
    return binary;
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
        byte[] answer = socket.getInputStream().readNBytes(5);
        if (new String(answer, StandardCharsets.US_ASCII).equals("+PONG")) {
          return;
        }
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    throw new IOException("Redis does not answer: " + Files.readString(directory.resolve("log")));
  }

  /**
   * None of those that the system gives to outgoing connections: a client that tries to reconnect
   * while the server is away could be given the very port of the server.
   */
  static int freePort() throws IOException {
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
