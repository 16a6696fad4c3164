package io.github.playlistsync.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's internals stay inside sync-core. */
class InternalPackagesTest {
  private static final String ROOT = "io.github.playlistsync.";

  // A rule fails where its package has no class, so that none is passed over.
  @ParameterizedTest
  @ValueSource(strings = {"jpa", "redis", "simulator", "cli"})
  void noOtherModuleNamesAnInternalClass(String module) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "internal..")
        .check(new ClassFileImporter().importPackages(ROOT + module));
  }
}
