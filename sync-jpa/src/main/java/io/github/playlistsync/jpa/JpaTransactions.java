package io.github.playlistsync.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.Objects;
import java.util.function.Function;

/** Runs work with an EntityManager in a transaction. Thread-safe. */
public interface JpaTransactions {

  /**
   * Runs {@code work} in a transaction and commits it, or rolls it back if {@code work} or the
   * commit throws. If the caller is already in a transaction and the host joins it, {@code work}
   * runs in that one, and its owner commits.
   *
   * @return the result of {@code work}
   * @throws RuntimeException what {@code work} or the commit threw
   */
  <T> T run(Function<JpaTransaction, T> work);

  /**
   * Whether the calling thread is in a transaction that {@link #run} would take part in. Work that
   * fails there cannot be repeated, because the caller's transaction has failed with it.
   */
  boolean isActive();

  /**
   * Transactions of the library's own. Each opens an EntityManager and closes it at the end. The
   * factory stays the host's and is not closed. On PostgreSQL, MariaDB and MySQL they run as READ
   * COMMITTED, whatever the default of the database is.
   *
   * @param factory of a persistence unit with {@code transaction-type="RESOURCE_LOCAL"}
   * @throws NullPointerException if {@code factory} is null
   */
  static JpaTransactions resourceLocal(EntityManagerFactory factory) {
    return new ResourceLocalTransactions(Objects.requireNonNull(factory, "factory"));
  }

  /**
   * The host's transactions, such as those of Spring or JTA, in the isolation that the host gives
   * them. With more than READ COMMITTED, writers of one row conflict more often, and what the store
   * repeats may fail in the end; give the store's own transactions READ COMMITTED there.
   *
   * @param shared a proxy for the EntityManager of the thread's current transaction, as Spring and
   *     Jakarta EE inject it for {@code @PersistenceContext}. The store never closes it and never
   *     calls its {@code getTransaction}
   * @param host begins and ends transactions
   * @throws NullPointerException if an argument is null
   */
  static JpaTransactions callerManaged(EntityManager shared, HostTransactions host) {
    return new CallerManagedTransactions(
        Objects.requireNonNull(shared, "shared"), Objects.requireNonNull(host, "host"));
  }
}
