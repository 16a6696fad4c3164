package io.github.playlistsync.jpa;

import jakarta.persistence.EntityManager;
import java.util.function.Function;

/** Runs work in the host's transactions, with the host's shared EntityManager. */
final class CallerManagedTransactions implements JpaTransactions {
  private final HostTransactions host;
  private final JpaTransaction joined;

  CallerManagedTransactions(EntityManager shared, HostTransactions host) {
    this.host = host;
    this.joined =
        new JpaTransaction() {
          @Override
          public EntityManager entityManager() {
            return shared;
          }

          @Override
          public void afterCommit(Runnable hook) {
            host.afterCommit(hook);
          }
        };
  }

  @Override
  public <T> T run(Function<JpaTransaction, T> work) {
    if (!host.isActive()) {
      return host.execute(() -> work.apply(joined));
    }
    try {
      return host.execute(() -> work.apply(joined));
    } catch (RuntimeException | Error e) {
      rollBackWithTheHost(e);
      throw e;
    }
  }

  /** The host may catch the error and commit, and with it half of the work. */
  private void rollBackWithTheHost(Throwable cause) {
    try {
      host.setRollbackOnly();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public boolean isActive() {
    return host.isActive();
  }
}
