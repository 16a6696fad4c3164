package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.UserId;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A database whose transactions see only what was committed before they began. */
@ParameterizedClass
@MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
class IsolationTest {
  private final Database kind;

  private String url;
  private DataSource database;

  IsolationTest(Database kind) {
    this.kind = kind;
  }

  @BeforeEach
  void requireIsolationOfTheDatabase() {
    assumeThat(kind).as("isolates by connection").isNotEqualTo(Database.H2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable"})
  void seesTablesThatAnotherMadeWhileItWaited(String isolation) throws Exception {
    open(isolation);
    try (Connection other = database.getConnection();
        Statement statement = other.createStatement()) {
      other.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      other.setAutoCommit(false);
      kind.lockSchema(statement);
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(() -> JpaSchema.in(database).createIfMissing());
      awaitAnotherIn(statement);
      for (String script : Database.SCRIPTS) {
        for (String sql : kind.statements(script)) {
          statement.execute(sql);
        }
      }
      other.commit();
      kind.unlockSchema(other);

      assertThat(waiting).succeedsWithin(Duration.ofMinutes(2));
    }
  }

  private void awaitAnotherIn(Statement statement) throws Exception {
    String sql =
        kind == Database.POSTGRESQL
            ? "select count(*) from pg_locks where locktype = 'advisory' and not granted"
            : "select count(*) from information_schema.processlist where info like '%get_lock(%'"
                + " and id <> connection_id()";
    for (boolean found = false; !found; ) {
      try (ResultSet result = statement.executeQuery(sql)) {
        result.next();
        found = result.getInt(1) > 0;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable"})
  void overwritesATrackThatOthersChangeAtEachAttempt(String isolation) throws Exception {
    open(isolation);
    JpaSchema.in(database).createIfMissing();
    WatchedDataSource watched = new WatchedDataSource(database);
    try (EntityManagerFactory factory = watched.entityManagers()) {
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);
      store.apply(Changes.change(0, "a", "b"));
      AtomicInteger attempts = new AtomicInteger();
      watched.watch(
          (step, connection) -> {
            if (step.startsWith("insert into sync_track")) {
              attempts.incrementAndGet();
              TestDatabase.execute(
                  database, List.of("update sync_track set title = concat(title, 'x')"));
            }
          });

      store.apply(Changes.change(1, "a", "b"));

      assertThat(attempts).hasValue(1);
      assertThat(store.tracks(List.of(Changes.uri("a")))).containsValue(Changes.track("a"));
    }
  }

  @Test
  void insertsAUserWhileOthersInsertTheirNeighbors() throws Exception {
    open("repeatable read");
    if (kind == Database.MARIADB) {
      url += "&sessionVariables=innodb_lock_wait_timeout=1";
      database = TestDatabase.dataSource(kind, url);
    }
    JpaSchema.in(database).createIfMissing();
    WatchedDataSource watched = new WatchedDataSource(database);
    try (EntityManagerFactory factory = watched.entityManagers()) {
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);
      AtomicInteger inserts = new AtomicInteger();
      Suspension suspended =
          new Suspension(Suspension.Reason.OTHER, Instant.parse("2026-03-01T12:00:00Z"));
      watched.watch(
          (step, connection) -> {
            if (step.toLowerCase(Locale.ROOT).startsWith("insert into sync_user")
                && inserts.getAndIncrement() == 0) {
              store.saveSuspension(UserId.of("bob"), suspended);
            }
          });

      store.saveSuspension(UserId.of("anna"), suspended);

      assertThat(inserts).hasValue(2);
      assertThat(store.user(UserId.of("anna")).suspension()).isEqualTo(suspended);
      assertThat(store.user(UserId.of("bob")).suspension()).isEqualTo(suspended);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable"})
  void leavesConnectionsAsTheyWere(String isolation) throws Exception {
    open(isolation);
    try (Connection connection = database.getConnection()) {
      int before = connection.getTransactionIsolation();
      assertThat(before).isGreaterThan(Connection.TRANSACTION_READ_COMMITTED);
      JpaSchema.in(only(connection)).createIfMissing();

      assertThat(connection.getTransactionIsolation()).isEqualTo(before);
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  /** A pool of one connection, which stays open and as it is. */
  private static DataSource only(Connection connection) {
    ClassLoader loader = IsolationTest.class.getClassLoader();
    Object unclosed =
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(connection, arguments));
    return (DataSource)
        Proxy.newProxyInstance(
            loader, new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> unclosed);
  }

  private void open(String isolation) throws SQLException {
    url = TestDatabase.newUrl(kind);
    if (kind == Database.MARIADB) {
      url += "&transactionIsolation=" + isolation.replace(" ", "-").toUpperCase(Locale.ROOT);
    } else {
      url += "&options=-c%20default_transaction_isolation=" + isolation.replace(" ", "\\%20");
    }
    database = TestDatabase.dataSource(kind, url);
  }
}
