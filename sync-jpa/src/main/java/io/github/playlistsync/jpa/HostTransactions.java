package io.github.playlistsync.jpa;

import java.util.function.Supplier;

/**
 * Connects the library to the host's transaction manager. With Spring:
 *
 * <pre>{@code
 * execute:     template.execute(status -> work.get())
 * isActive:    TransactionSynchronizationManager.isActualTransactionActive()
 * afterCommit: TransactionSynchronizationManager.registerSynchronization(
 *                  new TransactionSynchronization() {
 *                    public void afterCommit() { hook.run(); }
 *                  })
 * setRollbackOnly: template.executeWithoutResult(status -> status.setRollbackOnly())
 * }</pre>
 *
 * <p>And with JTA:
 *
 * <pre>{@code
 * execute:     if isActive: work.get(); else: userTransaction.begin(), work.get(), and commit(),
 *              or rollback() if it threw
 * isActive:    userTransaction.getStatus() != Status.STATUS_NO_TRANSACTION
 * afterCommit: registry.registerInterposedSynchronization(
 *                  new Synchronization() {
 *                    public void beforeCompletion() {}
 *                    public void afterCompletion(int status) {
 *                      if (status == Status.STATUS_COMMITTED) hook.run();
 *                    }
 *                  })
 * setRollbackOnly: userTransaction.setRollbackOnly()
 * }</pre>
 *
 * <p>If {@code execute} joins the caller's transaction, the store's writes commit with it, and the
 * caller repeats it after a conflict with another transaction. A failure in it, apart from a stale
 * version, leaves nothing to commit: the store calls {@code setRollbackOnly}. If it always begins a
 * new one ({@code REQUIRES_NEW}), the store behaves exactly as {@link
 * io.github.playlistsync.spi.store.PlaylistStore} specifies.
 */
public interface HostTransactions {

  /**
   * Runs {@code work} in a transaction. Rolls back if it throws a RuntimeException, and rethrows
   * that.
   */
  <T> T execute(Supplier<T> work);

  /** Whether the calling thread is in a transaction that {@link #execute} would join. */
  boolean isActive();

  /**
   * Runs {@code hook} after the thread's current transaction commits, and never after a rollback.
   */
  void afterCommit(Runnable hook);

  /** Makes sure that the thread's current transaction can only roll back. */
  void setRollbackOnly();
}
