package io.github.playlistsync.jpa;

import io.github.playlistsync.spi.store.PlaylistChange;
import jakarta.persistence.EntityManager;

/**
 * Takes part in the transaction that writes a playlist, for an outbox, an audit or a search index
 * that must agree with it.
 *
 * <p>The store repeats a transaction that conflicts with another, and calls {@link #beforeCommit}
 * again. The rows of the failed attempt are rolled back; any other side effect may happen more than
 * once.
 */
@FunctionalInterface
public interface ChangeParticipant {

  /**
   * Runs inside the transaction, after the playlist's rows were sent to the database. Rows written
   * with {@code em} commit with them or not at all.
   *
   * @param em the persistence context of the transaction; do not close or keep it
   * @param change the change that was written
   * @throws RuntimeException to roll back everything; the store's caller gets a {@link
   *     io.github.playlistsync.error.StoreException} with this cause
   */
  void beforeCommit(EntityManager em, PlaylistChange change);

  /**
   * Runs once after the commit, on the committing thread, and never after a rollback. The store
   * logs what it throws, because the change stands. If the connection is lost before the database
   * says that it has committed, the store looks whether it has. It does not run if the process dies
   * in between: write what must not be lost in {@link #beforeCommit}.
   */
  default void afterCommit(PlaylistChange change) {}
}
