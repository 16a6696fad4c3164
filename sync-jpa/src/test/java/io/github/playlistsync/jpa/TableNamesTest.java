package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableNamesTest {
  private static final TableNames OURS = TestDatabase.OUR_NAMES;

  @Test
  void givesTablesAndTheViewTheSchemaAndIndexesOnlyThePrefix() {
    assertThat(OURS.in("create unique index sync_page_saved on sync_page (saved_at)"))
        .isEqualTo("create unique index our_page_saved on music.our_page (saved_at)");
    assertThat(OURS.in("select t.uri as sync_uri from sync_playlist_content"))
        .isEqualTo("select t.uri as our_uri from music.our_playlist_content");
    assertThat(TableNames.prefixed("x_").in("insert into sync_schema values (1)"))
        .isEqualTo("insert into x_schema values (1)");
  }

  @Test
  void changesNothingByDefault() {
    for (Database database : Database.values()) {
      for (String script : Database.SCRIPTS) {
        assertThat(TableNames.usual().in(database.script(script)))
            .isEqualTo(database.script(script));
      }
    }
  }

  @Test
  void writesTheMappingFileThatTheTestsHave() {
    assertThat(OURS.mappingFile())
        .isEqualTo(TableNames.resource("/META-INF/our-playlists-orm.xml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "A_", "a-b", "a.b", "a b", "\"a", "a;", "ä_"})
  void refusesWhatWouldNeedQuotes(String name) {
    assertThatThrownBy(() -> TableNames.prefixed(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the prefix of the tables is '" + name + "'; expected");
    assertThatThrownBy(() -> TableNames.usual().inSchema(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the schema of the tables is '" + name + "'; expected");
  }

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void keepsTwoCopiesApart(Database kind) {
    DataSource database = TestDatabase.dataSource(kind, TestDatabase.newUrl(kind));
    JpaSchema first = JpaSchema.in(database, TableNames.prefixed("a_rather_long_prefix_of_thirty"));
    JpaSchema second = JpaSchema.in(database, TableNames.prefixed("b_"));

    first.createIfMissing();
    first.createIfMissing();

    assertThat(first.missing()).isEmpty();
    assertThat(second.missing()).contains("table b_playlist", "view b_playlist_content");
    assertThat(JpaSchema.in(database).missing()).hasSize(13);
    second.createIfMissing();
    second.check();
  }

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void saysThatTheSchemaIsNotThere(Database kind) {
    DataSource database = TestDatabase.dataSource(kind, TestDatabase.newUrl(kind));

    assertThatThrownBy(() -> JpaSchema.in(database, OURS).createIfMissing())
        .isInstanceOf(StoreException.class)
        .hasMessageMatching("(?is).*schema.*music.*");
  }

  @Test
  void givesFlywayTheScriptsWithTheNames(@TempDir Path migrations) throws Exception {
    DataSource database =
        TestDatabase.dataSource(Database.POSTGRESQL, TestDatabase.newUrl(Database.POSTGRESQL));
    TestDatabase.execute(database, List.of("create schema music"));
    JpaSchema schema = JpaSchema.in(database, OURS);
    write(schema.scripts(), migrations);

    Flyway.configure().dataSource(database).locations("filesystem:" + migrations).load().migrate();

    schema.check();
    schema.createIfMissing();
    assertThat(JpaSchema.in(database).missing()).contains("table sync_playlist");
  }

  private static void write(Map<String, String> scripts, Path folder) throws IOException {
    for (Map.Entry<String, String> script : scripts.entrySet()) {
      Files.writeString(folder.resolve(script.getKey()), script.getValue());
    }
  }
}
