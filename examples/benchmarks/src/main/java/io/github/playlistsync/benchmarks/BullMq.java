package io.github.playlistsync.benchmarks;

import io.github.playlistsync.benchmarks.QueueFigures.Figure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** BullMQ in its own process, which runs a round on request. */
final class BullMq implements AutoCloseable {
  private static final List<String> FILES = List.of("package.json", "benchmark.mjs");

  private final Process process;
  private final BufferedReader output;
  private final Writer input;

  private BullMq(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Installs and starts BullMQ; empty, with the reason on standard error, if that is impossible.
   *
   * @param source the folder of its files
   * @param target the folder to install it in
   */
  static Optional<BullMq> start(Path source, Path target, int port, int jobs)
      throws IOException, InterruptedException {
    if (!runs("node", "--version") || !runs("npm", "--version")) {
      System.err.println(
          "BullMQ is left out: node and npm are not found; install Node.js 20 or newer");
      return Optional.empty();
    }
    Files.createDirectories(target);
    for (String file : FILES) {
      Files.copy(source.resolve(file), target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    int installed =
        new ProcessBuilder(
                "npm",
                "install",
                "--no-package-lock",
                "--no-audit",
                "--no-fund",
                "--silent",
                "--ignore-scripts")
            .directory(target.toFile())
            .inheritIO()
            .start()
            .waitFor();
    if (installed != 0) {
      System.err.println("BullMQ is left out: npm could not install it");
      return Optional.empty();
    }
    return Optional.of(
        new BullMq(
            new ProcessBuilder("node", "benchmark.mjs", "" + port, "" + jobs)
                .directory(target.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()));
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notFound) {
      return false;
    }
  }

  /** Runs a round. */
  void round(QueueFigures to) throws IOException {
    input.write("round\n");
    input.flush();
    for (String line = output.readLine(); !"".equals(line); line = output.readLine()) {
      if (line == null) {
        throw new IOException("BullMQ ended");
      }
      String[] parts = line.split("\t", -1);
      to.add(
          parts[0],
          new Figure(
              Double.parseDouble(parts[1]),
              Double.parseDouble(parts[2]),
              Double.parseDouble(parts[3])));
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
    process.destroy();
  }
}
