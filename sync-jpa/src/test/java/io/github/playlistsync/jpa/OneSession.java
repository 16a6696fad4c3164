package io.github.playlistsync.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs all transactions of the thread that made it with one EntityManager, as a web request of
 * Spring's does, and each of another thread with its own. The one has loaded entities of each kind
 * before each transaction, as a page of the host's may have.
 */
final class OneSession implements JpaTransactions, AutoCloseable {
  private final Thread owner = Thread.currentThread();
  private final EntityManager session;
  private final JpaTransactions others;

  OneSession(EntityManagerFactory factory) {
    session = factory.createEntityManager();
    others = JpaTransactions.resourceLocal(factory);
  }

  @Override
  public <T> T run(Function<JpaTransaction, T> work) {
    if (Thread.currentThread() != owner) {
      return others.run(work);
    }
    committed(this::loadAll);
    List<Runnable> hooks = new ArrayList<>();
    T result = committed(() -> work.apply(new Joined(hooks)));
    hooks.forEach(Runnable::run);
    return result;
  }

  private boolean loadAll() {
    for (String entity : StoreTables.byEntity().keySet()) {
      session
          .createQuery("select e from " + entity + " e", Object.class)
          .setMaxResults(50)
          .getResultList();
    }
    return true;
  }

  private <T> T committed(Supplier<T> work) {
    session.getTransaction().begin();
    try {
      T result = work.get();
      session.getTransaction().commit();
      return result;
    } catch (RuntimeException e) {
      if (session.getTransaction().isActive()) {
        session.getTransaction().rollback();
      }
      session.clear();
      throw e;
    }
  }

  @Override
  public boolean isActive() {
    return false;
  }

  @Override
  public void close() {
    session.close();
  }

  private final class Joined implements JpaTransaction {
    private final List<Runnable> hooks;

    Joined(List<Runnable> hooks) {
      this.hooks = hooks;
    }

    @Override
    public EntityManager entityManager() {
      return session;
    }

    @Override
    public void afterCommit(Runnable hook) {
      hooks.add(hook);
    }
  }
}
