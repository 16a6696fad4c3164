package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The plans of statements that must not read a growing table as a whole. */
class PostgresPlanTest {
  private static final UserId ANNA = UserId.of("u1");
  private static final PlaylistId ROAD = PlaylistId.of("p1");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static WatchedDataSource database;
  private static EntityManagerFactory factory;

  @BeforeAll
  static void fillDatabase() throws SQLException {
    database = WatchedDataSource.newDatabase(Database.POSTGRESQL);
    factory = database.entityManagers();
    TestDatabase.execute(
        database,
        List.of(
            "insert into sync_playlist select 'p' || n, 'n', null, 'PUBLIC', false, null, null,"
                + " null, true, null, 1, 0, 1, 1, 1, now() from generate_series(1, 20000) n",
            "insert into sync_track (uri, kind, title, artists) select 'spotify:track:' || n,"
                + " 'TRACK', 't', '[]' from generate_series(0, 20000) n",
            "insert into sync_revision (playlist_id, revision, origin, committed_at, added,"
                + " removed, moved, track_count, placeholders, remote_total, feed_batch) select 'p'"
                + " || n, 1, 'SYNC', now(), 1, 0, 0, 1, 0, 1, 1 from generate_series(1, 20000) n",
            // Track 0 is in every playlist.
            "insert into sync_playlist_item (playlist_id, sort_key, track_uri, from_revision)"
                + " select 'p' || (n % 20000 + 1), n, 'spotify:track:' ||"
                + " case when n < 20000 then 0 else n % 20000 + 1 end, 1"
                + " from generate_series(0, 59999) n",
            "insert into sync_library_entry (user_id, playlist_id, position, visibility, access,"
                + " first_seen, gone_since) select 'u' || n % 500, 'p' || n, 0, 'PUBLIC', 'FULL',"
                + " now(), case when n % 100 = 0 then timestamptz '2026-01-01' end"
                + " from generate_series(1, 20000) n",
            "insert into sync_page select 'u' || n % 500, 'p' || n, 's', 0, 'c', now()"
                + " from generate_series(1, 20000) n",
            "insert into sync_token (user_id, key_id, secret)"
                + " select 'u' || n, 'new', 's' from generate_series(1, 20000) n",
            "insert into sync_schedule select 'u' || n % 4000, 'p' || n, 'PT1H', 'PT1M', 'LOW'"
                + " from generate_series(1, 20000) n",
            "insert into sync_user (id) select 'u' || n from generate_series(1, 20000) n",
            "analyze"));
  }

  @AfterAll
  static void closeDatabase() {
    factory.close();
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        call("sync_library_entry_gone", store -> store.goneBefore(NOON, 100)),
        call("sync_page_playlist", store -> store.purge(PlaylistId.of("p100"), NOON)),
        call(
            "sync_playlist_item_holds",
            store -> store.playlistsWith(TrackUri.of("spotify:track:0"), ROAD, 100)),
        call("sync_playlist_item_until", store -> store.rows(ROAD, 10, 10)),
        call("sync_library_entry_", store -> store.library(ANNA)),
        call("sync_library_entry_", store -> store.listings(ROAD, ANNA, 10)),
        call("sync_revision_pkey", store -> store.revisions(ROAD, 5, 10)),
        call("sync_schedule_pkey", store -> store.schedules(JobSpec.playlist(ANNA, ROAD), 100)),
        call("sync_schedule_pkey", store -> store.schedules(List.of(ANNA, UserId.of("u7")))),
        call("sync_schedule_pkey", store -> store.schedule(JobSpec.user(ANNA))),
        call("sync_token_other_key", store -> tokens().encryptAgain(100)));
  }

  private static Arguments call(String index, Consumer<JpaPlaylistStore> call) {
    return Arguments.of(index, call);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void findsItsRowsByAnIndex(String index, Consumer<JpaPlaylistStore> call) throws SQLException {
    List<String> statements = new ArrayList<>();
    database.watch((sql, connection) -> statements.add(sql));
    call.accept(JpaPlaylistStore.create(factory));
    database.watch((sql, connection) -> {});

    StringBuilder plans = new StringBuilder();
    for (String sql : statements) {
      if (sql.matches("(?s)(select|update|delete) .*")) {
        plans.append(plan(sql));
      }
    }

    assertThat(plans.toString()).contains(index).doesNotContain("Seq Scan");
  }

  @Test
  void findsTheItemsOfOneUsersLibraryByIndexes() throws SQLException {
    String plan =
        plan(
            "select e.position, c.sort_key, c.title from sync_library_entry e"
                + " join sync_current_item c on c.playlist_id = e.playlist_id"
                + " where e.user_id = ? and e.gone_since is null"
                + " order by e.position, c.sort_key");

    assertThat(plan).contains("sync_playlist_item_", "sync_track_pkey").doesNotContain("Seq Scan");
  }

  private static String plan(String sql) throws SQLException {
    int[] parameters = {0};
    String numbered =
        Pattern.compile("\\?")
            .matcher(sql)
            .replaceAll(mark -> Matcher.quoteReplacement("$" + ++parameters[0]));
    StringBuilder plan = new StringBuilder(sql).append('\n');
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set plan_cache_mode = force_generic_plan");
      statement.execute("prepare call as " + numbered);
      String nulls = String.join(", ", Collections.nCopies(parameters[0], "null"));
      try (ResultSet line = statement.executeQuery("explain execute call(" + nulls + ")")) {
        while (line.next()) {
          plan.append(line.getString(1)).append('\n');
        }
      }
      statement.execute("deallocate call");
    }
    return plan.toString();
  }

  private static JpaTokenStore tokens() {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 1);
    return JpaTokenStore.create(
        JpaTransactions.resourceLocal(factory), TokenKeys.of("new", new SecretKeySpec(key, "AES")));
  }
}
