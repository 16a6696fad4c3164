package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.testing.database.PostgresServer;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.net.URI;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that no longer answers, and does not close the connection either. */
class SilentServerTest {
  private static final String LIMITS = "&socketTimeout=1&loginTimeout=5";

  private String url;
  private LosingProxy proxy;
  private WatchedDataSource watched;

  @BeforeEach
  void openDatabase() throws Exception {
    url = TestDatabase.newUrl(Database.POSTGRESQL);
    JpaSchema.in(PostgresServer.dataSource(url)).createIfMissing();
    int port = URI.create(url.substring("jdbc:".length())).getPort();
    proxy = new LosingProxy(port);
    watched =
        new WatchedDataSource(
            PostgresServer.dataSource(url.replace(":" + port, ":" + proxy.port()) + LIMITS));
  }

  @AfterEach
  void closeProxy() throws Exception {
    proxy.close();
  }

  @Test
  void isAskedTwiceAndThenUnavailable() {
    try (EntityManagerFactory factory = watched.entityManagers()) {
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);
      store.apply(Changes.change(0, "a", "b"));
      int[] asked = {0};
      watched.watch(
          (step, connection) -> {
            asked[0]++;
            proxy.silenceTheOpen();
          });

      assertThatThrownBy(() -> store.rows(Changes.ID))
          .isInstanceOf(StoreUnavailableException.class);

      assertThat(asked[0]).isEqualTo(2);
    }
  }

  @Test
  void isAskedAgainOnAnotherConnection() {
    try (EntityManagerFactory factory = watched.entityManagers()) {
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);
      store.apply(Changes.change(0, "a", "b"));
      int[] asked = {0};
      watched.watch(
          (step, connection) -> {
            if (asked[0]++ == 0) {
              proxy.silenceTheOpen();
            }
          });

      assertThat(store.rows(Changes.ID)).hasSize(2);
    }
  }

  @Test
  void wouldBeWaitedForWithoutEndOnAConnectionWithoutALimit() {
    assertThat(waitsForever(url)).isTrue();
    assertThat(waitsForever(url + LIMITS)).isFalse();
  }

  private static boolean waitsForever(String url) {
    try (EntityManagerFactory factory =
            Persistence.createEntityManagerFactory(
                "sync-jpa-test", Map.of("jakarta.persistence.jdbc.url", url));
        EntityManager em = factory.createEntityManager()) {
      em.getTransaction().begin();
      boolean forever = RowWriters.waitsForever(em, "PostgreSQL");
      em.getTransaction().rollback();
      return forever;
    }
  }

  @Test
  void letsTheSchemaTakeLongerThanAStatementMay() throws Exception {
    String other = TestDatabase.newUrl(Database.POSTGRESQL) + LIMITS;
    try (Connection connection = PostgresServer.dataSource(other).getConnection()) {
      TestDatabase.execute(
          PostgresServer.dataSource(other),
          List.of(
              "create function slow() returns event_trigger language plpgsql as"
                  + " $$ begin perform pg_sleep(1.5); end $$",
              "create event trigger slow on ddl_command_end when tag in ('CREATE VIEW')"
                  + " execute function slow()"));
      assertThat(connection.getNetworkTimeout()).isEqualTo(1000);

      JpaSchema.in(PostgresServer.dataSource(other)).createIfMissing();
    }
  }
}
