package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The demo keeps what it promises, and leaves nothing behind. */
class DemoCommandTest {
  @Test
  void runsToItsEndWithoutArgumentsAndFindsTheDatabaseRightAfterEveryStep() throws Exception {
    long before = folders();

    Cli demo = CliProcess.run(Map.of());

    assertThat(demo.code()).as(demo.toString()).isZero();
    assertThat(demo.err()).isEmpty();
    assertThat(demo.out())
        .contains("40 playlists", "1. ", "2. ", "3. ", "4. ", "5. ")
        .contains("calls to Spotify: 2, rows written: 0 (items: 0)")
        .contains("answered 500")
        .contains("the outcome is PARTIAL")
        .contains("sync --user")
        .doesNotContain("BAD");
    assertThat(demo.out().lines().filter(line -> line.contains("checked with SQL"))).hasSize(5);
    assertThat(folders()).isEqualTo(before);
  }

  private static long folders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(DemoStage.FOLDER_PREFIX))
          .count();
    }
  }
}
