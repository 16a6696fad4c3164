package io.github.playlistsync.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets the library's own transactions see what others have committed before each statement. Where a
 * transaction keeps to what was there when it began, each write of a row that others write fails as
 * often as it is tried; and MariaDB then locks the gaps between rows, which stops writers of other
 * rows.
 */
final class Isolation {
  private static final String NOTHING = "";
  private static final String READ_COMMITTED = "set transaction isolation level read committed";

  /** Found out in the first transaction, since the connections of a pool are alike. */
  private final AtomicReference<@Nullable String> statement = new AtomicReference<>();

  /** Sets it for the transaction that has just begun. */
  void set(EntityManager em) {
    if (NOTHING.equals(statement.get())) {
      return;
    }
    try {
      TransactionConnection.run(em, this::set);
    } catch (PersistenceException e) {
      if (SqlFailure.of(e).isOfDatabase()) {
        throw e;
      }
      // The provider gives no connection.
      statement.set(NOTHING);
    }
  }

  private void set(Connection connection) throws SQLException {
    String sql = statement.get();
    if (sql == null) {
      sql = isStricter(connection) ? READ_COMMITTED : NOTHING;
      statement.set(sql);
    }
    if (!sql.equals(NOTHING)) {
      try (Statement set = connection.createStatement()) {
        set.execute(sql);
      }
    }
  }

  /** H2 can change it only for all later transactions of a connection, which is the host's. */
  private static boolean isStricter(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().matches("PostgreSQL|MariaDB|MySQL")
        && connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED;
  }
}
