package io.github.playlistsync.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.Objects;
import java.util.function.Function;

/** How work is run with an EntityManager in a transaction. Safe for use by many threads. */
public interface JpaTransactions {

  /**
   * Runs {@code work} in a transaction and commits it, or rolls it back if {@code work} or the
   * commit throws. Where the caller is in a transaction already and the host lets it take part, it
   * is that one, and its owner commits it.
   *
   * @return what {@code work} gave
   * @throws RuntimeException what {@code work} or the commit threw
   */
  <T> T run(Function<JpaTransaction, T> work);

  /**
   * Whether the calling thread is in a transaction that {@link #run} would take part in. Work that
   * failed there cannot be repeated, since what it was part of has failed too.
   */
  boolean isActive();

  /**
   * Transactions of the library's own: each with an EntityManager that is made for it and closed at
   * its end. The factory stays the host's and is not closed.
   *
   * @param factory of a persistence unit with {@code transaction-type="RESOURCE_LOCAL"}
   * @throws NullPointerException if {@code factory} is null
   */
  static JpaTransactions resourceLocal(EntityManagerFactory factory) {
    return new ResourceLocalTransactions(Objects.requireNonNull(factory, "factory"));
  }

  /**
   * The host's transactions, as those of Spring or JTA.
   *
   * @param shared an EntityManager that stands for the one of the transaction that the thread is
   *     in: what Spring and Jakarta EE inject for {@code @PersistenceContext}. It is never closed
   *     and not asked for its own transaction
   * @param host begins and ends transactions
   * @throws NullPointerException if an argument is null
   */
  static JpaTransactions callerManaged(EntityManager shared, HostTransactions host) {
    return new CallerManagedTransactions(
        Objects.requireNonNull(shared, "shared"), Objects.requireNonNull(host, "host"));
  }
}
