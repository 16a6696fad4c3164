package io.github.playlistsync.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Servers that end with the JVM, however that ends: their parent is a shell that reads a pipe from
 * the JVM and stops the server at the end of file.
 */
final class WatchedProcess {
  static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** Starts what follows, waits until the pipe closes, and cleans up. */
  private static final String WATCHDOG =
      """
      folder=$1; log=$2; signal=$3; shift 3
      "$@" >"$log" 2>&1 </dev/null &
      server=$!
      trap '' INT TERM HUP
      cat >/dev/null
      kill -$signal $server
      wait $server
      rm -rf "$folder"
      """;

  private WatchedProcess() {}

  /**
   * Starts a server.
   *
   * @param folder what is deleted when it has ended
   * @param log what it says
   * @param signal what ends it
   */
  static void start(Path folder, Path log, String signal, List<String> command) throws IOException {
    List<String> watchdog =
        List.of("sh", "-c", WATCHDOG, "watchdog", folder.toString(), log.toString(), signal);
    new ProcessBuilder(with(watchdog, command.toArray(String[]::new)))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Runs what prepares a server, to its end. */
  static void run(Path log, List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(START_LIMIT.toSeconds(), SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command + " failed: " + Files.readString(log));
    }
  }

  /** Whether the process of the JVM, to which {@code ours} belongs, is root's. */
  static boolean isRoot(Path ours) throws IOException {
    return Files.getAttribute(ours, "unix:uid").equals(0);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static List<String> with(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toList();
  }
}
