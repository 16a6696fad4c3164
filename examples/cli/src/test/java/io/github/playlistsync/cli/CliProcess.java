package io.github.playlistsync.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own. */
final class CliProcess implements AutoCloseable {
  private static final long LIMIT_SECONDS = 120;

  private final Process process;
  private final Path out;
  private final Path err;

  private CliProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static CliProcess start(Map<String, String> environment, List<String> args) throws IOException {
    return start(java(Main.class), environment, args);
  }

  /** Options that run a main class on the class path of this JVM. */
  static List<String> java(Class<?> main) {
    return ClassArchive.joined(ClassArchive.shared(), List.of(main.getName()));
  }

  /**
   * Any program in a process of its own.
   *
   * @param java options of the virtual machine, its class path and the main class
   */
  static CliProcess start(List<String> java, Map<String, String> environment, List<String> args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(java);
    command.addAll(args);
    Path out = Files.createTempFile("playlist-sync-", ".out");
    Path err = Files.createTempFile("playlist-sync-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPOTIFY_"));
    builder.environment().remove("PLAYLIST_SYNC_KEY");
    builder.environment().putAll(environment);
    return new CliProcess(builder.start(), out, err);
  }

  static Cli run(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    try (CliProcess process = start(environment, List.of(args))) {
      return process.await();
    }
  }

  /** Standard output so far. */
  String outSoFar() throws IOException {
    return Files.readString(out);
  }

  /** Standard error so far. */
  String errSoFar() throws IOException {
    return Files.readString(err);
  }

  /** What it gave, once it has ended. */
  Cli await() throws IOException, InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("did not end: " + Files.readString(err));
    }
    return new Cli(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Writes a line to its standard input. */
  void tell(String line) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Ends its standard input. */
  void tellNoMore() throws IOException {
    process.getOutputStream().close();
  }

  /** Whether it ended within the time. */
  boolean endsWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.deleteIfExists(out);
    Files.deleteIfExists(err);
  }
}
