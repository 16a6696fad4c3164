package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.UserId;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first look at the feed of a database with much history. */
class FeedBatchesTest {
  private static final UserId ANNA = UserId.of("anna");
  private static final int REVISIONS = 4_500;

  @ParameterizedTest
  @MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
  void numbersNoMoreThanAPageNeedsAndABatchAtATime(Database kind) throws SQLException {
    WatchedDataSource database = WatchedDataSource.newDatabase(kind);
    try (EntityManagerFactory factory = database.entityManagers()) {
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);
      store.apply(Changes.readBy(ANNA, Changes.ID));
      addRevisions(kind, database);

      ChangePage page = store.changes(ANNA, null, 10);

      assertThat(page.revisions()).hasSize(10);
      assertThat(unnumbered(database)).isBetween(REVISIONS / 2, REVISIONS - 1_000);

      Set<Long> told = new HashSet<>();
      while (!page.revisions().isEmpty()) {
        page.revisions().stream().map(Revision::number).forEach(told::add);
        page = store.changes(ANNA, page.position(), 1_000);
      }
      assertThat(told).hasSize(REVISIONS);
      assertThat(unnumbered(database)).isZero();
    }
  }

  private static void addRevisions(Database kind, WatchedDataSource database) throws SQLException {
    String numbers =
        switch (kind) {
          case H2 -> "(select x as n from system_range(2, %d)) s";
          case POSTGRESQL -> "generate_series(2, %d) n";
          case MARIADB -> "(select seq as n from seq_2_to_%d) s";
        };
    TestDatabase.execute(
        database,
        List.of(
            ("insert into sync_revision (playlist_id, revision, origin, committed_at, added,"
                        + " removed, moved, track_count, placeholders, remote_total)"
                        + " select '%s', n, 'SYNC', %s, 0, 0, 0, 0, 0, 0 from ")
                    .formatted(Changes.ID.value(), TestDatabase.noon(kind))
                + numbers.formatted(REVISIONS)));
  }

  private static int unnumbered(WatchedDataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select count(*) from sync_revision where feed_batch is null")) {
      result.next();
      return result.getInt(1);
    }
  }
}
