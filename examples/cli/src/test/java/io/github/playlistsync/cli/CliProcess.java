package io.github.playlistsync.cli;

import java.io.IOException;
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
    return start(Main.class, environment, args);
  }

  /** Another main class in a process of its own. */
  static CliProcess start(Class<?> main, Map<String, String> environment, List<String> args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
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
