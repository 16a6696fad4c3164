package io.github.playlistsync.jpa;

import jakarta.persistence.EntityManager;

/** A transaction that is under way. Valid until the work that it was given to returns. */
public interface JpaTransaction {

  /** The persistence context of this transaction. Whoever is given it does not close it. */
  EntityManager entityManager();

  /**
   * Runs {@code hook} once this transaction is committed, and never if it is rolled back. Hooks run
   * in the order in which they were given, on the thread that commits.
   */
  void afterCommit(Runnable hook);
}
