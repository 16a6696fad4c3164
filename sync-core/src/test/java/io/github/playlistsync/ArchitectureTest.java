package io.github.playlistsync;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "io.github.playlistsync";

  /** From top to bottom; packages of one row do not know each other. */
  private static final List<List<String>> ROWS =
      List.of(
          List.of(""),
          List.of(".internal.jobs"),
          List.of(".internal.sync"),
          List.of(".internal.read", ".spotify"),
          List.of(".internal.run", ".internal.codec", ".internal.diff", ".memory"),
          List.of(".report", ".settings"),
          List.of(".spi.store", ".spi.queue", ".spi.spotify"),
          List.of(".error"),
          List.of(".model"));

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packagesDependDownward() {
    LayeredArchitecture layers =
        Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .ensureAllClassesAreContainedInArchitecture();
    for (String name : ROWS.stream().flatMap(List::stream).toList()) {
      layers = layers.layer(ROOT + name).definedBy(ROOT + name);
    }
    for (int row = 0; row < ROWS.size(); row++) {
      String[] below =
          ROWS.subList(row + 1, ROWS.size()).stream()
              .flatMap(List::stream)
              .map(ROOT::concat)
              .toArray(String[]::new);
      for (String name : ROWS.get(row)) {
        layers =
            below.length == 0
                ? layers.whereLayer(ROOT + name).mayNotAccessAnyLayer()
                : layers.whereLayer(ROOT + name).mayOnlyAccessLayers(below);
      }
    }
    check(layers);
  }

  @Test
  void adaptersDoNotKnowTheEngine() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".memory", ROOT + ".spotify")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".internal..", ROOT + ".report", ROOT + ".settings"));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
  }

  @Test
  void engineAndPortsNameNoJsonAndNoHttp() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".spotify", ROOT + ".memory")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson..", "tools.jackson..", "java.net.http.."));
  }

  @Test
  void nothingWritesToTheStandardStreams() {
    check(noClasses().should(ACCESS_STANDARD_STREAMS));
  }

  @Test
  void stackTracesAreNotPrinted() {
    check(noClasses().should().callMethod(Throwable.class, "printStackTrace"));
  }

  @Test
  void loggingIsSlf4jOnly() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.util.logging..",
                "org.apache.commons.logging..",
                "org.apache.logging..",
                "org.apache.log4j..",
                "ch.qos.logback.."));
    check(noClasses().should().dependOnClassesThat().areAssignableTo(System.Logger.class));
  }

  @Test
  void classNamesSayWhatTheClassIs() {
    check(
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Util"));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(MAIN);
  }
}
