package io.github.playlistsync.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The README and the code in it.
 *
 * @param text all of it
 */
record Readme(String text) {
  /** The folder that holds the parent pom. */
  static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

  /** A block of code, and the paragraph before it. */
  private static final Pattern BLOCK =
      Pattern.compile("([^\\n]*)\\n\\n```(\\w*)\\n(.*?)\\n```", Pattern.DOTALL);

  private static final Pattern FILE = Pattern.compile("`([\\w/.-]+\\.(?:java|xml))`[^`]*:$");

  static Readme read() throws IOException {
    return new Readme(Files.readString(PROJECT.resolve("README.md")));
  }

  /** The files that it gives, by the paths that their paragraphs name. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    blocks()
        .forEach(
            block ->
                FILE.matcher(block.group(1))
                    .results()
                    .forEach(path -> files.put(path.group(1), block.group(3))));
    return files;
  }

  /** Its code in a language, without the files. */
  List<String> code(String language) {
    return blocks()
        .filter(block -> block.group(2).equals(language))
        .filter(block -> !FILE.matcher(block.group(1)).find())
        .map(block -> block.group(3))
        .toList();
  }

  private Stream<MatchResult> blocks() {
    return BLOCK.matcher(text).results();
  }
}
