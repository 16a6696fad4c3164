package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.simulator.SpotifySimulator;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The classes of a program as the virtual machine can map them into a new process, which then needs
 * about half the time to start.
 */
final class ClassArchive {
  private static final List<String> QUIET = List.of("-Xlog:disable");

  private ClassArchive() {}

  /** The class path of this process, and an archive from a sync; made on first use. */
  static List<String> shared() {
    return Shared.OPTIONS;
  }

  /** Options of a process that makes an archive, if it ends in order. */
  static List<String> making(Path archive) {
    return joined(QUIET, List.of("-XX:ArchiveClassesAtExit=" + archive));
  }

  /**
   * Options of a process that starts from an archive. It must have the class path of the one that
   * made it.
   */
  static List<String> of(Path archive) {
    assertThat(archive).exists();
    return joined(
        QUIET,
        List.of(
            "-XX:SharedArchiveFile=" + archive,
            // At its own address the archive is shared by the processes rather than copied.
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0"));
  }

  /** The class path of this process with the folders in it packed, since only jars are mapped. */
  static List<String> classPath(Path folder) throws IOException {
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
    return List.of("-cp", String.join(File.pathSeparator, jars));
  }

  static List<String> joined(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static final class Shared {
    static final List<String> OPTIONS = make();

    private static List<String> make() {
      try (SpotifySimulator spotify =
          SpotifySimulator.builder().library(new TestLibrary()).start()) {
        // The tests of another process make theirs at the same time.
        String name = "class-archive-" + System.getProperty("test.fork", "1");
        Path folder = Files.createDirectories(Path.of("target", name).toAbsolutePath());
        Path archive = folder.resolve("sync.jsa");
        Files.deleteIfExists(archive);
        List<String> classPath = classPath(folder);
        List<String> program =
            joined(joined(making(archive), classPath), List.of(Main.class.getName()));
        List<String> sync = Cli.syncArgs(spotify, TestLibrary.USER, TestDatabase.inMemory());
        try (CliProcess process = CliProcess.start(program, Map.of(), sync)) {
          assertThat(process.await().code()).isZero();
        }
        return joined(of(archive), classPath);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a process was starting", e);
      }
    }
  }
}
