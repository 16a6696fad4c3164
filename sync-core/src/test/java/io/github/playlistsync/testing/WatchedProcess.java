package io.github.playlistsync.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server for tests that ends with the JVM, however that ends: its parent is a shell that reads a
 * pipe from the JVM and stops the server at end of file.
 */
public final class WatchedProcess implements AutoCloseable {
  public static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** Obeys the orders of the pipe, answers each in a line, and cleans up when the pipe closes. */
  private static final String WATCHDOG =
      """
      folder=$1; log=$2; signal=$3; shift 3
      begin() {
        "$@" >>"$log" 2>&1 </dev/null &
        server=$!
        echo $server
      }
      end() {
        kill -$1 $server
        wait $server
        server=
      } 2>/dev/null
      trap '' INT TERM HUP
      begin "$@"
      while read -r order; do
        case $order in
          start) begin "$@" ;;
          *) end $order; echo ended ;;
        esac
      done
      end $signal
      rm -rf "$folder"
      """;

  private final Process watchdog;
  private final BufferedReader answers;
  private long pid;

  private WatchedProcess(Process watchdog) throws IOException {
    this.watchdog = watchdog;
    this.answers = watchdog.inputReader();
    this.pid = Long.parseLong(answer());
  }

  /**
   * Starts a server.
   *
   * @param folder is deleted when the server has ended for good
   * @param log receives its output
   * @param signal ends it for good, such as {@code KILL}
   */
  public static WatchedProcess start(Path folder, Path log, String signal, List<String> command)
      throws IOException {
    List<String> watchdog =
        List.of("sh", "-c", WATCHDOG, "watchdog", folder.toString(), log.toString(), signal);
    return new WatchedProcess(
        new ProcessBuilder(with(watchdog, command.toArray(String[]::new)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  public long pid() {
    return pid;
  }

  /** Sends the server a signal, such as {@code KILL}, and waits until it has ended. */
  public void kill(String signal) throws IOException {
    order(signal);
  }

  /** Starts the server again in the same way, after {@link #kill}. */
  public void startAgain() throws IOException {
    pid = Long.parseLong(order("start"));
  }

  /** Ends the server, deletes its folder and waits until both are done. */
  @Override
  public void close() throws IOException {
    watchdog.getOutputStream().close();
    // The end of the answers is the end of the watchdog.
    answers.transferTo(Writer.nullWriter());
  }

  private String order(String order) throws IOException {
    watchdog.getOutputStream().write((order + "\n").getBytes(US_ASCII));
    watchdog.getOutputStream().flush();
    return answer();
  }

  private String answer() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the watchdog of the server ended");
    }
    return answer;
  }

  /** Runs a command that prepares a server, to its end. */
  public static void run(Path log, List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(START_LIMIT.toSeconds(), SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command + " failed: " + Files.readString(log));
    }
  }

  /** Whether root owns {@code ours}, a file of this JVM's, and so runs this JVM. */
  public static boolean isRoot(Path ours) throws IOException {
    return Files.getAttribute(ours, "unix:uid").equals(0);
  }

  /** A port of the loopback address that was free a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public static List<String> with(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toList();
  }
}
