package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.playlistsync.jpa.JpaSchema;
import io.github.playlistsync.simulator.DemoLibrary;
import io.github.playlistsync.simulator.SpotifySimulator;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the README shows compiles, and does what it says. */
class ReadmeTest {
  private static final Path README = Path.of("..", "..", "README.md");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");

  @TempDir private Path folder;

  @Test
  void theExampleThatEmbedsTheEngineCompilesAndSyncsALibrary() throws Exception {
    String example = javaBlocks(Files.readString(README)).get(0);
    assertThat(example.lines().filter(line -> !line.isBlank()).count()).isLessThanOrEqualTo(15);
    TestDatabase database = TestDatabase.inMemory();
    try (SpotifySimulator simulator =
            SpotifySimulator.builder().library(new DemoLibrary(1)).start();
        HikariDataSource dataSource = dataSource(database);
        EntityManagerFactory factory = factory(dataSource)) {
      JpaSchema.in(dataSource).createIfMissing();

      String printed =
          run(
              example
                  .replace(
                      "SpotifyWebApi.create(AccessTokens.fixed(token))",
                      "SpotifyWebApi.builder(AccessTokens.fixed(token)).baseUri(address).build()")
                  .replace("spotify-user-id", DemoLibrary.USER),
              simulator,
              factory);

      assertThat(printed.lines()).hasSize(40).allMatch(line -> line.contains(": SYNCED ["));
    }
    assertThat(database.rows("select count(*) from sync_playlist")).containsExactly(List.of("40"));
  }

  @Test
  void theCommandsAreThere() throws IOException {
    String readme = Files.readString(README);

    assertThat(readme)
        .contains("mvn -q -pl examples/cli -am compile exec:java\n")
        .contains("mvn verify\n");
    for (String command : new CommandLine(new PlaylistSyncCommand()).getSubcommands().keySet()) {
      if (!command.equals("help")) {
        assertThat(readme).as(command).containsPattern("\\| `" + command + "[` ]");
      }
    }
  }

  @Test
  void everyTestThatItNamesIsThere() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(README.toAbsolutePath().normalize().getParent())) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
        sources.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    Matcher named = TEST.matcher(Files.readString(README));
    int found = 0;
    while (named.find()) {
      found++;
      assertThat(sources).as(named.group()).containsKey(named.group(1) + ".java");
      assertThat(sources.get(named.group(1) + ".java"))
          .as(named.group())
          .contains("  void " + named.group(2) + "(");
    }
    assertThat(found).isGreaterThan(50);
  }

  private String run(String example, SpotifySimulator simulator, EntityManagerFactory factory)
      throws Exception {
    String source =
        """
        import io.github.playlistsync.*;
        import io.github.playlistsync.jpa.*;
        import io.github.playlistsync.model.*;
        import io.github.playlistsync.report.*;
        import io.github.playlistsync.spi.spotify.*;
        import io.github.playlistsync.spotify.*;
        import jakarta.persistence.EntityManagerFactory;
        import java.net.URI;

        public class ReadmeExample {
          public static void run(
              String token, URI address, EntityManagerFactory entityManagerFactory) {
            %s
          }
        }
        """
            .formatted(example);
    Path file = Files.writeString(folder.resolve("ReadmeExample.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int result =
        compiler.run(
            null,
            errors,
            errors,
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            file.toString());
    assertThat(result).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass("ReadmeExample")
          .getMethod("run", String.class, java.net.URI.class, EntityManagerFactory.class)
          .invoke(
              null,
              simulator.accounts().tokenFor(DemoLibrary.USER),
              simulator.webApiUri(),
              factory);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static HikariDataSource dataSource(TestDatabase database) {
    HikariDataSource dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(database.url());
    dataSource.setUsername("sa");
    dataSource.setPassword("");
    return dataSource;
  }

  private static EntityManagerFactory factory(HikariDataSource dataSource) {
    return Persistence.createEntityManagerFactory(
        "playlist-sync", Map.of("jakarta.persistence.nonJtaDataSource", dataSource));
  }

  private static List<String> javaBlocks(String markdown) {
    return Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
        .matcher(markdown)
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
