package io.github.playlistsync.cli;

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

/** A Redis for one test class, which a shell stops when this JVM is gone, however it went. */
final class TestRedis implements AutoCloseable {
  private static final String WATCHDOG =
      "\"$@\" </dev/null >/dev/null 2>&1 & echo $!; cat >/dev/null; kill -9 $! 2>/dev/null";

  private static File binary;

  private final Path folder;
  private final int port;
  private final List<String> options;
  private Process watchdog;
  private long pid;

  private TestRedis(Path folder, int port, List<String> options) {
    this.folder = folder;
    this.port = port;
    this.options = options;
  }

  static TestRedis start(String... options) throws IOException {
    Path folder = Files.createTempDirectory("redis");
    deleteWithThisProcess(folder);
    TestRedis redis = new TestRedis(folder, freePort(), List.of(options));
    redis.launch();
    return redis;
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

  /** Where it keeps every command that changed something. */
  Path folder() {
    return folder;
  }

  int port() {
    return port;
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts it, again after {@link #kill} with the same port and files. */
  void launch() throws IOException {
    File binary = binary();
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", WATCHDOG, "watchdog", binary.getAbsolutePath()));
    command.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1", "--save", ""));
    command.addAll(List.of("--dir", folder.toString(), "--appendonly", "yes"));
    command.addAll(options);
    watchdog = new ProcessBuilder(command).start();
    pid =
        Long.parseLong(
            new BufferedReader(
                    new InputStreamReader(watchdog.getInputStream(), StandardCharsets.UTF_8))
                .readLine()
                .strip());
    awaitAnswer();
  }

  /** Ends it as a power cut would. */
  void kill() throws IOException {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    watchdog.getOutputStream().close();
    watchdog.onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
  }

  /** Unpacked once for this JVM, and removed with it. */
  private static synchronized File binary() throws IOException {
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
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        // Also a refusal is an answer, of one that wants a password.
        if (socket.getInputStream().read() >= 0) {
          return;
        }
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
    throw new IOException("Redis does not answer");
  }
}
