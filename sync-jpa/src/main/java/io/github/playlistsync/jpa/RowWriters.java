package io.github.playlistsync.jpa;

import io.github.playlistsync.error.StoreException;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how to write rows, by the database of the first transaction. */
final class RowWriters {
  private static final Logger LOG = LoggerFactory.getLogger(RowWriters.class);

  private static final String HIBERNATE_STORAGE = "hibernate.timezone.default_storage";
  private static final Set<String> UTC_STORAGE = Set.of("DEFAULT", "NORMALIZE_UTC");

  private final boolean portable;
  private final TableNames names;
  private final AtomicReference<@Nullable Function<EntityManager, RowWriter>> chosen =
      new AtomicReference<>();

  private RowWriters(boolean portable, TableNames names) {
    this.portable = portable;
    this.names = names;
  }

  /** The database's own statements where they are known, Jakarta Persistence otherwise. */
  static RowWriters byDatabase(TableNames names) {
    return new RowWriters(false, names);
  }

  /** Jakarta Persistence alone. */
  static RowWriters portable() {
    return new RowWriters(true, TableNames.usual());
  }

  /**
   * A writer for the transaction of {@code em}.
   *
   * @throws StoreException if times would be stored in another zone than UTC
   */
  RowWriter in(EntityManager em) {
    Function<EntityManager, RowWriter> way = chosen.get();
    if (way == null) {
      way = choose(em);
    }
    return way.apply(em);
  }

  private Function<EntityManager, RowWriter> choose(EntityManager em) {
    String product = product(em);
    if (isMariaDb(product)) {
      requireUtc(em);
    }
    if (waitsForever(em, product)) {
      LOG.warn(
          "Connections to {} wait without end for a server that has died; add socketTimeout={} to"
              + " the address of the database",
          product,
          isMariaDb(product) ? "60000" : "60");
    }
    Optional<SetStatements> statements = portable ? Optional.empty() : statements(product);
    Function<EntityManager, RowWriter> way =
        statements.isPresent()
            ? transaction -> new SqlRows(transaction, statements.get())
            : PortableRows::new;
    if (chosen.compareAndSet(null, way)) {
      LOG.info(
          "Writes rows on {} {}",
          product,
          statements.isPresent() ? "in sets, by its own statements" : "by Jakarta Persistence");
    }
    return way;
  }

  private Optional<SetStatements> statements(String product) {
    return switch (product) {
      case "PostgreSQL" -> Optional.of(new PostgresStatements(names));
      case "H2" -> Optional.of(ValuesStatements.h2(names));
      case "MariaDB", "MySQL" -> Optional.of(ValuesStatements.mariaDb(names));
      default -> Optional.empty();
    };
  }

  /** Whether a server that dies without a word would stop a sync for good. */
  static boolean waitsForever(EntityManager em, String product) {
    boolean[] forever = {false};
    if (isMariaDb(product) || product.equals("PostgreSQL")) {
      TransactionConnection.run(
          em, connection -> forever[0] = TransactionConnection.networkTimeout(connection) == 0);
    }
    return forever[0];
  }

  private static boolean isMariaDb(String product) {
    return product.equals("MariaDB") || product.equals("MySQL");
  }

  static boolean isHibernate(EntityManager em) {
    return em.getDelegate().getClass().getName().startsWith("org.hibernate.");
  }

  /**
   * A datetime of MariaDB has no time zone. The driver assumes that of the process, and so does
   * every provider but Hibernate, which passes UTC with each value unless it is told otherwise.
   */
  private static void requireUtc(EntityManager em) {
    if (isHibernate(em)) {
      Object storage = em.getEntityManagerFactory().getProperties().get(HIBERNATE_STORAGE);
      if (storage != null && !UTC_STORAGE.contains(storage.toString().toUpperCase(Locale.ROOT))) {
        throw new StoreException(
            HIBERNATE_STORAGE + " is " + storage + ", which is not UTC on MariaDB; leave it out");
      }
      return;
    }
    TransactionConnection.run(
        em,
        connection -> {
          if (!readsUtc(connection, "2026-01-01") || !readsUtc(connection, "2026-07-01")) {
            throw new StoreException(
                "the driver takes times of the database for those of another zone than UTC;"
                    + " add connectionTimeZone=UTC&preserveInstants=true to its address");
          }
        });
  }

  private static boolean readsUtc(Connection connection, String day) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select timestamp('" + day + " 00:00:00')")) {
      return result.next()
          && result.getTimestamp(1).toInstant().equals(Instant.parse(day + "T00:00:00Z"));
    }
  }

  /** The name of the database; a reason where the provider does not give its connection. */
  private static String product(EntityManager em) {
    String[] product = {""};
    try {
      TransactionConnection.run(
          em, connection -> product[0] = connection.getMetaData().getDatabaseProductName());
      return product[0];
    } catch (RuntimeException e) {
      if (SqlFailure.of(e).isOfDatabase()) {
        throw e;
      }
      LOG.debug("The provider does not give its connection", e);
      return "a database behind a provider that gives no connection";
    }
  }
}
