package io.github.playlistsync.jpa;

import static io.github.playlistsync.jpa.Database.H2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.LibraryChange;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A playlist is purged while somebody follows it again. */
class PurgeRaceTest {
  private static final UserId ANNA = UserId.of("anna");
  private static final UserId BEN = UserId.of("ben");
  private static final Instant GONE = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = GONE.plusSeconds(1);

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void keepsAPlaylistWithAnEntryThatIsNotYetCommitted(Database kind) throws Exception {
    assumeThat(kind).as("lets a key be deleted that is about to be referred to").isNotEqualTo(H2);
    TestDatabase database = TestDatabase.of(kind);
    JpaPlaylistStore store = database.emptyStore();
    store.apply(Changes.readBy(ANNA, Changes.ID));
    LibraryEntry entry = store.library(ANNA).get(0);
    store.apply(new LibraryChange(ANNA, List.of(entry.goneAt(GONE)), null));

    try (Connection other = database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          "insert into sync_library_entry (user_id, playlist_id, position, visibility, access,"
              + " first_seen) select 'ben', playlist_id, 0, visibility, access, first_seen"
              + " from sync_library_entry");
      CompletableFuture<Boolean> purge =
          CompletableFuture.supplyAsync(() -> store.purge(Changes.ID, LATER));
      while (!purge.isDone() && !isWaiting(kind, database)) {
        Thread.onSpinWait();
      }
      other.commit();

      assertThat(purge.get(60, TimeUnit.SECONDS)).isFalse();
    }

    assertThat(store.library(BEN)).hasSize(1);
    assertThat(store.find(List.of(Changes.ID))).hasSize(1);
  }

  private static boolean isWaiting(Database kind, TestDatabase database) throws SQLException {
    String sql =
        switch (kind) {
          case H2 -> "select 1 from information_schema.sessions where blocker_id is not null";
          case POSTGRESQL ->
              "select 1 from pg_stat_activity where wait_event_type = 'Lock'"
                  + " and datname = current_database()";
          case MARIADB ->
              "select 1 from information_schema.innodb_trx where trx_state = 'LOCK WAIT'";
        };
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet waiting = statement.executeQuery(sql)) {
      return waiting.next();
    }
  }
}
