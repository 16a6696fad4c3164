package io.github.playlistsync.cli;

import static io.github.playlistsync.cli.ClassArchive.joined;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A {@link ClassArchive} of an {@link EngineWorker}. */
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
        joined(
            List.of("-Xmx64m", "-Xmn8m", "-XX:+UseSerialGC"),
            joined(ClassArchive.classPath(folder), List.of(EngineWorker.class.getName())));
    Path archive = folder.resolve("worker.jsa");
    try (CliProcess worker = place.start(joined(ClassArchive.making(archive), program))) {
      worker.tell("go");
      long deadline = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
      while (EngineWorker.runs(worker) < RUNS) {
        assertThat(worker.endsWithin(50)).as("%s", worker.errSoFar()).isFalse();
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      worker.tellNoMore();
      assertThat(worker.endsWithin(LIMIT_MILLIS)).isTrue();
    }
    return joined(ClassArchive.of(archive), program);
  }
}
