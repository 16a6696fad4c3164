package io.github.playlistsync.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The class path that Maven makes of a pom by itself: its dependencies and theirs, and nothing else
 * that this build has. No network is needed. Only versions may differ: those of dependencies that
 * the pom does not declare are the ones of this build.
 */
final class DeclaredClassPath {
  private static final String OURS = "io.github.playlistsync";
  private static final Path REPOSITORY =
      Path.of(
          System.getProperty(
              "localRepository",
              Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));

  private final boolean runtime;
  private final Set<Path> entries = new LinkedHashSet<>();

  private DeclaredClassPath(boolean runtime) {
    this.runtime = runtime;
  }

  /** What the compiler sees. */
  static String toCompile(Path pom) throws IOException {
    return new DeclaredClassPath(false).of(pom);
  }

  /** What the program sees. */
  static String toRun(Path pom) throws IOException {
    return new DeclaredClassPath(true).of(pom);
  }

  private String of(Path pom) throws IOException {
    addDependenciesOf(pom);
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private void addDependenciesOf(Path pom) throws IOException {
    Element project = parse(pom);
    for (Element dependency :
        children(project, "dependencies").flatMap(all -> children(all, "dependency")).toList()) {
      if (isOnThePath(dependency, project)) {
        add(groupOf(dependency, project), text(dependency, "artifactId").orElseThrow(), dependency);
      }
    }
  }

  private boolean isOnThePath(Element dependency, Element project) throws IOException {
    Optional<String> declared = text(dependency, "scope");
    String scope =
        declared.isPresent()
            ? declared.get()
            : managedScope(text(dependency, "artifactId").orElseThrow(), project).orElse("compile");
    return (scope.equals("compile") || (runtime && scope.equals("runtime")))
        && !text(dependency, "optional").orElse("").equals("true");
  }

  /** The scope that a foreign pom or its parents set for all of their dependencies of a name. */
  private static Optional<String> managedScope(String artifact, Element project)
      throws IOException {
    Optional<String> managed =
        children(project, "dependencyManagement")
            .flatMap(management -> children(management, "dependencies"))
            .flatMap(all -> children(all, "dependency"))
            .filter(one -> text(one, "artifactId").orElseThrow().equals(artifact))
            .filter(one -> text(one, "type").isEmpty())
            .flatMap(one -> text(one, "scope").stream())
            .findFirst();
    Optional<Element> parent = children(project, "parent").findFirst();
    if (managed.isPresent() || parent.isEmpty()) {
      return managed;
    }
    String name = text(parent.get(), "artifactId").orElseThrow();
    String version = text(parent.get(), "version").orElseThrow();
    Path pom =
        folder(text(parent.get(), "groupId").orElseThrow(), name)
            .resolve(version)
            .resolve(name + "-" + version + ".pom");
    return Files.exists(pom) ? managedScope(artifact, parse(pom)) : Optional.empty();
  }

  private void add(String group, String artifact, Element dependency) throws IOException {
    Path entry =
        ofThisBuild(group, artifact)
            .or(() -> text(dependency, "version").map(v -> jar(group, artifact, v)))
            .filter(Files::exists)
            .orElseThrow(() -> new IOException("this build has no " + group + ":" + artifact));
    if (entries.add(entry)) {
      addDependenciesOf(pomOf(entry, group, artifact));
    }
  }

  private static Optional<Path> ofThisBuild(String group, String artifact) {
    Path folder =
        group.equals(OURS)
            ? Readme.PROJECT.resolve(artifact).resolve("target")
            : folder(group, artifact);
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> entry.startsWith(folder))
        .filter(entry -> !entry.toString().matches(".*(-tests\\.jar|test-classes)"))
        .findFirst();
  }

  private static Path pomOf(Path entry, String group, String artifact) {
    return group.equals(OURS)
        ? Readme.PROJECT.resolve(artifact).resolve("pom.xml")
        : Path.of(entry.toString().replaceFirst("\\.jar$", ".pom"));
  }

  private static Path jar(String group, String artifact, String version) {
    return folder(group, artifact).resolve(version).resolve(artifact + "-" + version + ".jar");
  }

  private static Path folder(String group, String artifact) {
    return REPOSITORY.resolve(group.replace('.', '/')).resolve(artifact);
  }

  private static String groupOf(Element dependency, Element project) {
    String group = text(dependency, "groupId").orElseThrow();
    return group.startsWith("${")
        ? text(project, "groupId")
            .or(() -> children(project, "parent").findFirst().flatMap(p -> text(p, "groupId")))
            .orElseThrow()
        : group;
  }

  private static Optional<String> text(Element parent, String name) {
    return children(parent, name).findFirst().map(child -> child.getTextContent().strip());
  }

  private static Stream<Element> children(Element parent, String name) {
    NodeList all = parent.getChildNodes();
    return IntStream.range(0, all.getLength())
        .mapToObj(all::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE && name.equals(node.getNodeName()))
        .map(Element.class::cast);
  }

  private static Element parse(Path pom) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(pom.toFile())
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(pom + " cannot be read", e);
    }
  }
}
