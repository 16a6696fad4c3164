package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import jakarta.persistence.IdClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a native image has to be told of: each resource, and each class that is reached by name. */
class NativeImageMetadataTest {
  private static final String METADATA = "/META-INF/native-image/io.github.playlistsync/sync-jpa/";
  private static final Path MAIN = Path.of("src/main");

  @Test
  void namesEveryResource() throws IOException {
    List<Pattern> included =
        values("resource-config.json", "pattern").stream().map(Pattern::compile).toList();
    Path resources = MAIN.resolve("resources");
    assumeThat(resources).as("runs in the module").isDirectory();

    List<String> unnamed;
    try (Stream<Path> files = Files.walk(resources)) {
      unnamed =
          files
              .filter(Files::isRegularFile)
              .map(file -> resources.relativize(file).toString().replace('\\', '/'))
              .filter(file -> !file.startsWith("META-INF/native-image/"))
              .filter(file -> included.stream().noneMatch(p -> p.matcher(file).matches()))
              .toList();
    }

    assertThat(unnamed).isEmpty();
  }

  @Test
  void namesEveryEntityItsKeyAndTheConverter() throws ClassNotFoundException {
    List<String> wanted = new ArrayList<>(List.of(InstantConverter.class.getName()));
    for (String entity : StoreTables.byEntity().keySet()) {
      Class<?> type = Class.forName(getClass().getPackageName() + "." + entity);
      wanted.add(type.getName());
      if (type.isAnnotationPresent(IdClass.class)) {
        wanted.add(type.getAnnotation(IdClass.class).value().getName());
      }
    }

    assertThat(values("reflect-config.json", "name")).containsAll(wanted);
  }

  @Test
  void namesOnlyClassesThatAreThere() throws ClassNotFoundException {
    for (String name : values("reflect-config.json", "name")) {
      if (name.startsWith("io.github.")) {
        assertThat(Class.forName(name)).isNotNull();
      }
    }
  }

  @Test
  void knowsEveryFileThatReflects() throws IOException {
    Path sources = MAIN.resolve("java");
    assumeThat(sources).as("runs in the module").isDirectory();
    Pattern reflection =
        Pattern.compile(
            "Class\\.forName|getResource|getDeclared|getMethods\\(|newProxyInstance|ServiceLoader");

    List<String> reflecting;
    try (Stream<Path> files = Files.walk(sources)) {
      reflecting =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> reflection.matcher(text(file)).find())
              .map(file -> file.getFileName().toString())
              .sorted()
              .toList();
    }

    assertThat(reflecting)
        .as("a new one may need an entry in the metadata")
        .containsExactly(
            "EntityRows.java", "StoreTables.java", "TableNames.java", "TransactionConnection.java");
  }

  private static List<String> values(String file, String name) {
    Matcher value =
        Pattern.compile("\"" + name + "\": \"([^\"]+)\"")
            .matcher(TableNames.resource(METADATA + file));
    return value.results().map(found -> found.group(1).replace("\\\\", "\\")).toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
