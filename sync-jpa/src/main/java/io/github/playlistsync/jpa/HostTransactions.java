package io.github.playlistsync.jpa;

import java.util.function.Supplier;

/**
 * What the host's transaction manager does for the library. Three lines each with Spring:
 *
 * <pre>{@code
 * execute:     template.execute(status -> work.get())
 * isActive:    TransactionSynchronizationManager.isActualTransactionActive()
 * afterCommit: TransactionSynchronizationManager.registerSynchronization(
 *                  new TransactionSynchronization() {
 *                    public void afterCommit() { hook.run(); }
 *                  })
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
 * }</pre>
 *
 * <p>If {@code execute} joins a transaction of the caller's, a call of the store is committed with
 * it, and a conflict with another transaction is the caller's to repeat; if it begins one of its
 * own ({@code REQUIRES_NEW}), all is as the port says.
 */
public interface HostTransactions {

  /**
   * Runs {@code work} in a transaction, and rolls back if it throws a RuntimeException, which it
   * passes on.
   */
  <T> T execute(Supplier<T> work);

  /** Whether the calling thread is in a transaction that {@link #execute} would join. */
  boolean isActive();

  /** Runs {@code hook} after the commit of the transaction that the thread is in, and only then. */
  void afterCommit(Runnable hook);
}
