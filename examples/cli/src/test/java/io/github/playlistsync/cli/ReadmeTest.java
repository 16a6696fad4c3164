package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the documents name is there. */
class ReadmeTest {
  private static final int MAX_BYTES = 24 * 1024;

  /** Of other libraries, and of the program in the README. */
  private static final Set<String> OTHER_TYPES =
      Set.of(
          "ClientOptions",
          "ClientResources",
          "EntityManagerFactory",
          "PlaylistCopy",
          "RedisURI",
          "SslOptions");

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.size(Readme.PROJECT.resolve("README.md"))).isLessThanOrEqualTo(MAX_BYTES);
  }

  @Test
  void theCommandsAreThere() throws IOException {
    String readme = Readme.read().text();

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
  void theVersionsAreThoseOfTheBuild() throws IOException {
    String poms = String.join("\n", files("pom.xml").values());

    for (MatchResult version : matches("<version>([^<]*\\.[^<]*\\.[^<]*)<", "README.md")) {
      assertThat(poms).contains(">" + version.group(1) + "<");
    }
  }

  @Test
  void theRightsOfRedisAreThoseThatAreTested() throws IOException {
    List<MatchResult> rights = matches(">PASSWORD (.*)", "sync-queue-redis/README.md");
    String tested = files("RedisAclTest.java").values().iterator().next();

    assertThat(rights).hasSize(1);
    assertThat(tested.replaceAll("\"\\s+\\+ \"", "")).contains(rights.get(0).group(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "sync-core/SPOTIFY.md",
        "sync-jpa/README.md",
        "sync-queue-redis/README.md",
        "examples/benchmarks/README.md",
        ".github/CONTRIBUTING.md"
      })
  void everythingThatItNamesIsThere(String document) throws IOException {
    Map<String, String> sources = files(".java");

    for (MatchResult test : matches("`(\\w+Test)#(\\w+)`", document)) {
      assertThat(sources.getOrDefault(test.group(1) + ".java", ""))
          .as(test.group())
          .contains("  void " + test.group(2) + "(");
    }
    Stream.of("`([A-Z]\\w*[a-z]\\w*)[`.(]", "-D(?:test|exec.mainClass)=(?:[\\w.]+\\.)?(\\w+)")
        .flatMap(pattern -> matches(pattern, document).stream())
        .map(type -> type.group(1))
        .filter(type -> !OTHER_TYPES.contains(type))
        .forEach(type -> assertThat(sources.containsKey(type + ".java")).as(type).isTrue());
    for (MatchResult link : matches("\\]\\(([\\w/.-]+)\\)", document)) {
      assertThat(Readme.PROJECT.resolve(document).resolveSibling(link.group(1))).exists();
    }
  }

  @Test
  void manyTestsHoldWhatSpotifyDoes() {
    assertThat(matches("`\\w+Test#\\w+`", "sync-core/SPOTIFY.md")).hasSizeGreaterThan(50);
  }

  @Test
  void everyKindOfProblemIsDocumented() {
    assertThat(matches("\\| `([A-Z_]+)` \\|", "sync-core/SPOTIFY.md"))
        .extracting(code -> code.group(1))
        .containsExactlyElementsOf(
            Arrays.stream(Problem.Code.values()).map(Problem.Code::name).toList());
  }

  private static List<MatchResult> matches(String pattern, String document) {
    try {
      String text = Files.readString(Readme.PROJECT.resolve(document));
      return Pattern.compile(pattern).matcher(text).results().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts of the project's files whose names end so, by their names. */
  private static Map<String, String> files(String ending) throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (Stream<Path> files = Files.walk(Readme.PROJECT)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
        texts.merge(file.getFileName().toString(), Files.readString(file), String::concat);
      }
    }
    return texts;
  }
}
