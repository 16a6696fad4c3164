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

  /**
   * Starts what follows, kills and starts it again at each line that the pipe brings, and cleans up
   * when the pipe closes.
   */
  private static final String WATCHDOG =
      """
      folder=$1; log=$2; signal=$3; shift 3
      "$@" >>"$log" 2>&1 </dev/null &
      server=$!
      trap '' INT TERM HUP
      while read -r order; do
        kill -QUIT $server
        wait $server
        "$@" >>"$log" 2>&1 </dev/null &
        server=$!
        echo started
      done
      kill -$signal $server
      wait $server
      rm -rf "$folder"
      """;

  private final Process watchdog;

  private WatchedProcess(Process watchdog) {
    this.watchdog = watchdog;
  }

  /**
   * Starts a server.
   *
   * @param folder what is deleted when it has ended
   * @param log what it says
   * @param signal what ends it
   */
  static WatchedProcess start(Path folder, Path log, String signal, List<String> command)
      throws IOException {
    List<String> watchdog =
        List.of("sh", "-c", WATCHDOG, "watchdog", folder.toString(), log.toString(), signal);
    return new WatchedProcess(
        new ProcessBuilder(with(watchdog, command.toArray(String[]::new)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Kills the server without any warning, and starts it again in the same way. */
  void restart() throws IOException {
    watchdog.getOutputStream().write('\n');
    watchdog.getOutputStream().flush();
    for (int c = 0; c != '\n'; ) {
      c = watchdog.getInputStream().read();
      if (c < 0) {
        throw new IOException("the watchdog of the server ended");
      }
    }
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
