package io.github.playlistsync.jpa;

import java.util.Arrays;
import java.util.stream.Stream;

/** The ways to run a store on each database. All of them keep the contracts. */
enum StoreKind {
  H2(Database.H2),
  H2_PORTABLE(Database.H2),
  H2_NAMED(Database.H2),
  H2_ONE_SESSION(Database.H2),
  POSTGRESQL(Database.POSTGRESQL),
  POSTGRESQL_PORTABLE(Database.POSTGRESQL),
  POSTGRESQL_NAMED(Database.POSTGRESQL),
  POSTGRESQL_ONE_SESSION(Database.POSTGRESQL),
  MARIADB(Database.MARIADB),
  MARIADB_PORTABLE(Database.MARIADB),
  MARIADB_ONE_SESSION(Database.MARIADB);

  private final Database database;

  StoreKind(Database database) {
    this.database = database;
  }

  /** Those on the databases of this run. */
  static Stream<StoreKind> chosen() {
    return Arrays.stream(values())
        .filter(kind -> TestDatabase.kinds().anyMatch(kind.database::equals));
  }

  JpaPlaylistStore emptyStore() {
    if (name().endsWith("_NAMED")) {
      return TestDatabase.named(database).emptyStore();
    }
    TestDatabase test = TestDatabase.of(database);
    if (name().endsWith("_ONE_SESSION")) {
      return test.emptyStoreInOneSession();
    }
    return name().endsWith("_PORTABLE") ? test.emptyPortableStore() : test.emptyStore();
  }
}
