package io.github.playlistsync.jpa;

import io.github.playlistsync.spi.store.PlaylistChange;
import jakarta.persistence.EntityManager;

/**
 * A part of the host's in the transaction that writes a playlist: for an outbox, an audit or a
 * search index that must agree with the playlist.
 *
 * <p>The store repeats a transaction that met another one, and with it this call: what it writes is
 * rolled back with the rest before. Everything else that it does, it may do more than once.
 */
@FunctionalInterface
public interface ChangeParticipant {

  /**
   * Called in the transaction, after the playlist's rows were sent to the database. What is written
   * with {@code em} is committed with them or not at all.
   *
   * @param em the persistence context of the transaction, not to be closed, nor kept
   * @param change what was written
   * @throws RuntimeException to roll back all of it; the caller of the store gets a {@link
   *     io.github.playlistsync.error.StoreException} with this as its cause
   */
  void beforeCommit(EntityManager em, PlaylistChange change);

  /**
   * Called once after the commit, on the thread that committed, and never after a rollback. What it
   * throws is logged, since the change stands. If the process dies in between it is not called:
   * what must not be lost is written in {@link #beforeCommit}.
   */
  default void afterCommit(PlaylistChange change) {}
}
