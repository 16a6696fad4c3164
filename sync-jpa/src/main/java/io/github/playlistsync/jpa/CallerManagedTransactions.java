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
    return host.execute(() -> work.apply(joined));
  }

  @Override
  public boolean isActive() {
    return host.isActive();
  }
}
