package io.github.playlistsync.jpa;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how rows are written, by the database that the first transaction is on. */
final class RowWriters {
  private static final Logger LOG = LoggerFactory.getLogger(RowWriters.class);

  private final AtomicReference<@Nullable Function<EntityManager, RowWriter>> chosen;

  private RowWriters(@Nullable Function<EntityManager, RowWriter> chosen) {
    this.chosen = new AtomicReference<>(chosen);
  }

  /** The database's own statements where they are known, Jakarta Persistence otherwise. */
  static RowWriters byDatabase() {
    return new RowWriters(null);
  }

  /** Jakarta Persistence alone. */
  static RowWriters portable() {
    return new RowWriters(PortableRows::new);
  }

  /** A writer for the transaction of {@code em}. */
  RowWriter in(EntityManager em) {
    Function<EntityManager, RowWriter> way = chosen.get();
    if (way == null) {
      way = choose(em);
    }
    return way.apply(em);
  }

  private Function<EntityManager, RowWriter> choose(EntityManager em) {
    String product = product(em);
    Optional<SetStatements> statements = statements(product);
    Function<EntityManager, RowWriter> way =
        statements.isPresent()
            ? transaction -> new SqlRows(transaction, statements.get())
            : PortableRows::new;
    if (chosen.compareAndSet(null, way)) {
      LOG.info(
          "Rows are written on {} {}",
          product,
          statements.isPresent() ? "in sets, by its own statements" : "by Jakarta Persistence");
    }
    return way;
  }

  private static Optional<SetStatements> statements(String product) {
    return switch (product) {
      case "PostgreSQL" -> Optional.of(new PostgresStatements());
      case "H2" -> Optional.of(ValuesStatements.h2());
      case "MariaDB", "MySQL" -> Optional.of(ValuesStatements.mariaDb());
      default -> Optional.empty();
    };
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
      LOG.debug("The provider gives no connection", e);
      return "a database behind a provider that gives no connection";
    }
  }
}
