package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.testing.database.PostgresServer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFailureTest {
  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "55P03", "23505", "23000"})
  void repeatsWhatMetAnotherTransaction(String state) {
    assertThat(SqlFailure.of(new SQLException("met", state)).isWorthARetry(1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"08001", "53100", "57014", "57P03", "22001", "23503", "42P01", "28P01"})
  void repeatsNothingElse(String state) {
    assertThat(SqlFailure.of(new SQLException("other", state)).isWorthARetry(1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"08003", "08006", "08S01", "57P01", "57P02"})
  void repeatsAFewTimesWhatLostItsConnection(String state) {
    SqlFailure lost = SqlFailure.of(new SQLException("lost", state));

    assertThat(lost.isWorthARetry(1)).isTrue();
    assertThat(lost.isWorthARetry(4)).isTrue();
    assertThat(lost.isWorthARetry(5)).isFalse();
    assertThat(lost.toException("write")).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void repeatsNothingWhereAPoolCannotConnectAnyMore() {
    SQLException timeout = new SQLTransientConnectionException("no connection in 30 s");
    timeout.initCause(new SQLException("lost", "08006"));

    assertThat(SqlFailure.of(timeout).isWorthARetry(1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1205, true", "1020, true", "1366, false", "0, false"})
  void knowsWhatMariaDbGivesNoStateOfItsOwn(int error, boolean met) {
    assertThat(SqlFailure.of(new SQLException("met", "HY000", error)).isWorthARetry(1))
        .isEqualTo(met);
  }

  @Test
  void tellsMariaDbsForeignKeysFromItsDuplicates() {
    assertThat(SqlFailure.of(new SQLException("parent", "23000", 1452)).isWorthARetry(1)).isFalse();
    assertThat(SqlFailure.of(new SQLException("twice", "23000", 1062)).isWorthARetry(1)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "08006, true",
    "08001, true",
    "53300, true",
    "57P01, true",
    "57014, true",
    "25006, true",
    "HYT00, true",
    "90098, true",
    "40001, true",
    "22001, false",
    "23503, false",
    "23505, false",
    "42P01, false",
    "28P01, false",
    "3D000, false"
  })
  void tellsWhatPassesFromWhatStays(String state, boolean passes) {
    SyncException told = SqlFailure.of(new SQLException("why", state)).toException("write");

    assertThat(told)
        .isInstanceOf(passes ? StoreUnavailableException.class : StoreException.class)
        .hasMessage("could not write: why");
  }

  @Test
  void looksDownTheChainOfCausesAndAlongThatOfBatches() {
    BatchUpdateException batch = new BatchUpdateException("batch", null, new int[0]);
    batch.setNextException(new SQLException("Deadlock\nDetail: 1 waits for 2", "40P01"));
    PersistenceException wrapped =
        new PersistenceException("flush", new RuntimeException("wrapped", batch));

    SqlFailure failure = SqlFailure.of(wrapped);

    assertThat(failure.isWorthARetry(1)).isTrue();
    assertThat(failure.toException("write"))
        .hasMessage("could not write: Deadlock")
        .hasCause(wrapped);
  }

  @Test
  void takesAPoolThatIsUsedUpForUnavailable() {
    SQLException timeout = new SQLTransientConnectionException("no connection in 30 s");

    assertThat(SqlFailure.of(timeout).toException("read"))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void survivesCausesThatGoInACircle() {
    SQLException first = new SQLException("first", "40001");
    RuntimeException second = new RuntimeException("second", first);
    first.initCause(second);

    assertThat(SqlFailure.of(second).isWorthARetry(1)).isTrue();
  }

  @Test
  void saysWhatItCanOfAnErrorThatIsNoneOfTheDatabase() {
    assertThat(SqlFailure.of(new IllegalStateException("factory is closed")).toException("read"))
        .isInstanceOf(StoreException.class)
        .hasMessage("could not read: factory is closed");
    assertThat(SqlFailure.of(new IllegalStateException()).toException("read"))
        .hasMessage("could not read: java.lang.IllegalStateException");
  }

  /** As H2, MariaDB and PostgreSQL word them. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "22001 | Value too long for column \"NAME VARCHAR(3)\": \"'Bob's secret' (12)\"; SQL",
        "22007 | Incorrect string value: 'secret' for column `db`.`t`.`uri` at row 1",
        "22008 | date/time field value out of range: \"secret\"",
        "23505 | Unique index violation: \"P.KEY ON P.T(ID) VALUES ( /* 3 */ 'secret', 2)\"",
        "23000 | Duplicate entry 'secret' for key 'PRIMARY'"
      })
  void repeatsNoValue(String state, String said) {
    SyncException told = SqlFailure.of(new SQLException(said, state)).toException("write");

    assertThat(told.getMessage())
        .doesNotContain("secret")
        .contains("...")
        .startsWith("could not write: " + said.substring(0, 10));
  }

  @Test
  void repeatsNoBatch() {
    SQLException cause = new SQLException("ERROR: value too long for type varchar(3)", "22001");
    BatchUpdateException batch =
        new BatchUpdateException(
            "Batch entry 0 insert into t values ('secret') was aborted: " + cause.getMessage(),
            "22001",
            new int[0]);
    batch.setNextException(cause);

    assertThat(SqlFailure.of(batch).toException("write"))
        .hasMessage("could not write: ERROR: value too long for type varchar(3)");
  }

  @Test
  void namesTheEncodingThatCannotHoldAText() throws SQLException {
    String url = PostgresServer.shared().newDatabase();
    TestDatabase.execute(
        PostgresServer.dataSource(url),
        List.of("create database latin encoding 'LATIN1' locale 'C' template template0"));
    String latin = url.replaceFirst("/test\\d+", "/latin");
    JpaSchema.in(PostgresServer.dataSource(latin)).createIfMissing();
    try (EntityManagerFactory factory =
        Persistence.createEntityManagerFactory(
            "sync-jpa-test", Map.of("jakarta.persistence.jdbc.url", latin))) {
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);

      assertThatThrownBy(() -> store.apply(Changes.change(0, "Mixtape\uD83C\uDF89", "b")))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "could not write playlist %s: the database's encoding LATIN1 cannot hold a character"
                  + " of it",
              Changes.ID);
    }
  }
}
