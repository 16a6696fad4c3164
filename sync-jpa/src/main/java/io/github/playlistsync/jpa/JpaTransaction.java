package io.github.playlistsync.jpa;

import jakarta.persistence.EntityManager;

/** A transaction in progress. Valid until the work that received it returns. */
public interface JpaTransaction {

  /** The persistence context of this transaction. Do not close it. */
  EntityManager entityManager();

  /**
   * Runs {@code hook} once this transaction has committed, and never if it rolls back. Hooks run in
   * the order they were added, on the committing thread.
   */
  void afterCommit(Runnable hook);
}
