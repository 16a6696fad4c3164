package io.github.playlistsync;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "io.github.playlistsync";
  private static final String MODEL = ROOT + ".model..";
  private static final String ERROR = ROOT + ".error..";
  private static final String SPI = ROOT + ".spi..";
  private static final String SPOTIFY = ROOT + ".spotify..";
  private static final String MEMORY = ROOT + ".memory..";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packagesDependOneWay() {
    check(
        Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .withOptionalLayers(true)
            .layer("root")
            .definedBy(ROOT)
            .layer("spi")
            .definedBy(SPI)
            .layer("error")
            .definedBy(ERROR)
            .layer("model")
            .definedBy(MODEL)
            .layer("spotify")
            .definedBy(SPOTIFY)
            .layer("memory")
            .definedBy(MEMORY)
            .whereLayer("root")
            .mayOnlyAccessLayers("spi", "error", "model", "memory")
            .whereLayer("spi")
            .mayOnlyAccessLayers("error", "model")
            .whereLayer("error")
            .mayOnlyAccessLayers("model")
            .whereLayer("model")
            .mayNotAccessAnyLayer()
            .whereLayer("spotify")
            .mayOnlyAccessLayers("spi", "error", "model", "memory")
            .whereLayer("memory")
            .mayOnlyAccessLayers("spi", "error", "model")
            .ensureAllClassesAreContainedInArchitecture());
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
  }

  @Test
  void engineAndPortsNameNoJsonAndNoHttp() {
    check(
        noClasses()
            .that(resideInAnyPackage(ROOT, MODEL, ERROR, SPI))
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
