package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The classes of an {@link EngineWorker} as the virtual machine can map them into a new process,
 * which then needs about half the time to start.
 */
final class WorkerArchive {
  private static final int RUNS = 20;
  private static final long LIMIT_MILLIS = 120_000;

  private WorkerArchive() {}

  /**
   * Makes one from a worker that does some jobs and ends in order.
   *
   * @return the options of the virtual machine with which workers start from it
   */
  static List<String> make(Path folder, EngineWorker.Place place)
      throws IOException, InterruptedException {
    List<String> program =
        List.of(
            "-Xmx64m",
            "-Xmn8m",
            "-XX:+UseSerialGC",
            "-cp",
            jars(folder),
            EngineWorker.class.getName());
    Path archive = folder.resolve("worker.jsa");
    List<String> making = List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + archive);
    try (CliProcess worker = place.start(joined(making, program))) {
      worker.tell("go");
      long deadline = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
      while (EngineWorker.runs(worker) < RUNS) {
        assertThat(worker.endsWithin(50)).as("%s", worker.errSoFar()).isFalse();
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      worker.tellNoMore();
      assertThat(worker.endsWithin(LIMIT_MILLIS)).isTrue();
    }
    assertThat(archive).exists();
    return joined(
        List.of(
            "-XX:SharedArchiveFile=" + archive,
            // At its own address the archive is shared by the processes rather than copied.
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0"),
        program);
  }

  /** The class path of this process with the folders in it packed, since only jars are mapped. */
  private static String jars(Path folder) throws IOException {
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path packed = folder.resolve("classes" + jars.size() + ".jar");
        int code = jar.run(System.out, System.err, "-c", "-0", "-f", "" + packed, "-C", entry, ".");
        assertThat(code).isZero();
        jars.add(packed.toString());
      } else if (Files.exists(path)) {
        jars.add(entry);
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static List<String> joined(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
