package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.playlistsync.error.StoreException;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that are there and do not fit. */
@ParameterizedClass
@MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
class SchemaCheckTest {
  private final Database kind;

  private String url;
  private DataSource database;
  private JpaSchema schema;

  SchemaCheckTest(Database kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openDatabase() {
    url = TestDatabase.newUrl(kind);
    database = TestDatabase.dataSource(kind, url);
    schema = JpaSchema.in(database);
  }

  @Test
  void namesEachIndexThatIsNotThere() throws SQLException {
    schema.createIfMissing();
    List<ScriptedTables.Index> indexes =
        ScriptedTables.of(kind).indexes().stream()
            .filter(index -> !index.name().isEmpty() && !isOfForeignKeyToo(index))
            .toList();
    assertThat(indexes).hasSizeGreaterThan(6);
    if (kind == Database.MARIADB) {
      for (String key :
          List.of(
              "sync_playlist_item drop foreign key sync_playlist_item_playlist",
              "sync_playlist_item drop foreign key sync_playlist_item_of_track",
              "sync_library_entry drop foreign key sync_library_entry_of_playlist")) {
        execute("alter table " + key);
      }
    }

    for (ScriptedTables.Index index : indexes) {
      execute(
          "drop index " + index.name() + (kind == Database.MARIADB ? " on " + index.table() : ""));
      assertThat(schema.missing())
          .contains(
              "%sindex on %s (%s)"
                  .formatted(
                      index.unique() ? "unique " : "",
                      index.table(),
                      String.join(", ", index.columns())));
    }
    assertThatThrownBy(schema::check).hasMessageContaining("index on sync_page (playlist_id)");
  }

  /** H2 has another for the same columns. */
  private boolean isOfForeignKeyToo(ScriptedTables.Index index) {
    return kind == Database.H2 && index.name().equals("sync_library_entry_playlist");
  }

  @Test
  void namesColumnsThatHoldLess() throws SQLException {
    schema.createIfMissing();
    execute(changed("sync_playlist", "name", "varchar(255)"));
    execute(changed("sync_token", "key_id", "varchar(99)"));
    execute(changed("sync_user", "hidden_playlists", "smallint"));
    execute(changed("sync_page", "saved_at", kind == Database.MARIADB ? "datetime" : "timestamp"));

    assertThatThrownBy(schema::check)
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "the schema does not fit; column sync_page.saved_at is (timestamp|datetime).*, not .*;"
                + " column sync_playlist.name is .*\\(255\\), not .*;"
                + " column sync_token.key_id is .*\\(99\\), not varchar\\(100\\);"
                + " column sync_user.hidden_playlists is smallint, not integer");
    assertThat(schema.missing()).isEmpty();
  }

  @Test
  void takesColumnsAndIndexesThatHoldMore() throws SQLException {
    schema.createIfMissing();
    execute(changed("sync_token", "key_id", "varchar(300)"));
    execute(changed("sync_user", "hidden_playlists", "bigint"));
    execute("create index wider on sync_page (playlist_id, page_offset)");
    execute("drop index sync_page_playlist" + (kind == Database.MARIADB ? " on sync_page" : ""));
    execute("alter table sync_user add column of_the_host integer");

    schema.check();
  }

  @Test
  void namesColumnsThatCompareTextsInAnotherWay() throws SQLException {
    assumeThat(kind).isEqualTo(Database.MARIADB);
    schema.createIfMissing();
    execute("alter table sync_user modify id varchar(200) collate utf8mb4_general_ci");

    assertThatThrownBy(schema::check)
        .hasMessageContaining("column sync_user.id has the collation utf8mb4_general_ci");
  }

  @Test
  void refusesTablesThatTheProviderMade() {
    try (EntityManagerFactory factory = factory("create")) {
      assertThat(factory.isOpen()).isTrue();
      assertThatThrownBy(schema::createIfMissing)
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("sync_feed, sync_library_entry, sync_page, ")
          .hasMessageContaining("let no other tool make them, such as hibernate.hbm2ddl.auto");
      assertThat(schema.missing())
          .contains(
              "table sync_schema",
              "view sync_playlist_content",
              "index on sync_library_entry (playlist_id)");
      assertThatThrownBy(schema::check).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void makesEntitiesLongEnoughWhereTheProviderMakesTheTablesAllTheSame() {
    try (EntityManagerFactory factory = factory("create")) {
      String name = "n".repeat(300);
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);

      store.apply(Changes.change(0, name, "b"));

      assertThat(store.find(List.of(Changes.ID)).get(Changes.ID).playlist().name()).isEqualTo(name);
    }
  }

  @Test
  void isWhatTheProviderValidates() {
    schema.createIfMissing();

    try (EntityManagerFactory factory = factory("validate")) {
      assertThat(factory.isOpen()).isTrue();
    }
  }

  @Test
  void refusesASchemaOfANewerRelease() throws SQLException {
    schema.createIfMissing();
    execute("insert into sync_schema (version) values (99)");

    for (Runnable call : List.<Runnable>of(schema::check, schema::createIfMissing)) {
      assertThatThrownBy(call::run)
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "the schema has version 99, made by a newer release of this library; this one knows"
                  + " up to version %d: use the newer one",
              Database.SCRIPTS.size());
    }
  }

  @Test
  void namesTheScriptsThatHaveNotRun() throws SQLException {
    for (String script : Database.SCRIPTS.subList(0, 2)) {
      TestDatabase.execute(database, kind.statements(script));
    }

    assertThat(schema.missing()).contains("script " + Database.SCRIPTS.get(2));
    assertThatThrownBy(schema::check).hasMessageContaining("script " + Database.SCRIPTS.get(2));
  }

  @Test
  void readsEveryColumnOfTheScripts() {
    Map<String, Map<String, ScriptedTables.Column>> columns = ScriptedTables.of(kind).columns();

    assertThat(columns.keySet()).containsAll(StoreTables.byEntity().values());
    StoreTables.columns().entrySet().stream()
        .filter(table -> !StoreTables.isView(table.getKey()))
        .forEach(table -> assertThat(columns.get(table.getKey())).containsKeys(names(table)));
  }

  private static String[] names(Map.Entry<String, List<String>> table) {
    return table.getValue().toArray(String[]::new);
  }

  private String changed(String table, String column, String type) {
    String change =
        switch (kind) {
          case H2 -> "alter column %s set data type %s";
          case POSTGRESQL -> "alter column %s type %s";
          case MARIADB ->
              "modify %s %s" + (type.startsWith("varchar") ? " collate utf8mb4_bin" : "");
        };
    return "alter table " + table + " " + change.formatted(column, type);
  }

  private EntityManagerFactory factory(String action) {
    assumeThat(getClass().getResource("/org/hibernate/Session.class")).isNotNull();
    return Persistence.createEntityManagerFactory(
        "sync-jpa-schema-test",
        Map.of("jakarta.persistence.jdbc.url", url, "hibernate.hbm2ddl.auto", action));
  }

  private void execute(String sql) throws SQLException {
    TestDatabase.execute(database, List.of(sql));
  }
}
