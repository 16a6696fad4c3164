package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A host that has migrations of its own, a V1 and a V5, and goes on with them. */
@ParameterizedClass
@MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
class HostMigrationsTest {
  private final Database kind;

  @TempDir Path migrations;
  private DataSource database;
  private JpaSchema schema;

  HostMigrationsTest(Database kind) {
    this.kind = kind;
  }

  @BeforeEach
  void migrateHost() throws IOException {
    database = TestDatabase.dataSource(kind, TestDatabase.newUrl(kind));
    schema = JpaSchema.in(database);
    write("V1__host.sql", "create table host_user (id integer primary key);");
    write("V5__host.sql", "alter table host_user add column name varchar(20);");
    assertThat(host().load().migrate().migrationsExecuted).isEqualTo(2);
  }

  @Test
  void leavesTheScriptsToASecondFlywayWithAHistoryOfItsOwn() throws IOException {
    Flyway ours =
        Flyway.configure()
            .dataSource(database)
            .locations("classpath:" + kind.location())
            .table("sync_flyway_history")
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .load();

    assertThat(ours.migrate().migrationsExecuted).isEqualTo(Database.SCRIPTS.size());

    schema.check();
    hostGoesOn();
    assertThat(ours.migrate().migrationsExecuted).isZero();
    ours.validate();
  }

  @Test
  void makesItsTablesByItselfAfterTheHosts() throws IOException {
    schema.createIfMissing();

    hostGoesOn();
    schema.createIfMissing();
  }

  @Test
  void givesTheHostScriptsToNumberAsItsOwn() throws IOException {
    int number = 6;
    for (Map.Entry<String, String> script : schema.scripts().entrySet()) {
      write(script.getKey().replaceFirst("V\\d+", "V" + number++), script.getValue());
    }

    assertThat(host().load().migrate().migrationsExecuted).isEqualTo(Database.SCRIPTS.size());

    schema.check();
    schema.createIfMissing();
    hostGoesOn();
  }

  @Test
  void isIncludedInAChangelogOfLiquibase() throws Exception {
    try (Connection connection = database.getConnection();
        Liquibase liquibase =
            new Liquibase(
                "host-changelog.xml",
                new ClassLoaderResourceAccessor(),
                DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
      liquibase.update(new Contexts());

      schema.check();
      schema.createIfMissing();
      assertThat(liquibase.listUnrunChangeSets(new Contexts(), null)).isEmpty();
    }
  }

  @Test
  void includesEveryScriptThere() {
    List<String> included =
        TableNames.resource("/io/github/playlistsync/jpa/schema/changelog.xml")
            .lines()
            .filter(line -> line.contains("sqlFile"))
            .map(line -> line.replaceAll(".*path=\"([^\"]+)\".*", "$1"))
            .toList();

    assertThat(included)
        .filteredOn(path -> path.startsWith(kind.location() + "/"))
        .isEqualTo(
            Database.SCRIPTS.stream().map(script -> kind.location() + "/" + script).toList());
  }

  private void hostGoesOn() throws IOException {
    write("V20__host.sql", "alter table host_user add column born integer;");
    assertThat(host().load().migrate().migrationsExecuted).isEqualTo(1);
    host().load().validate();
    schema.check();
  }

  private FluentConfiguration host() {
    return Flyway.configure().dataSource(database).locations("filesystem:" + migrations);
  }

  private void write(String name, String sql) throws IOException {
    Files.writeString(migrations.resolve(name), sql);
  }
}
