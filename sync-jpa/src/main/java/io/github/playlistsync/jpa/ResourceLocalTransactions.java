package io.github.playlistsync.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Gives each piece of work its own transaction and EntityManager. */
final class ResourceLocalTransactions implements JpaTransactions {
  private final EntityManagerFactory factory;
  private final Isolation isolation = new Isolation();

  ResourceLocalTransactions(EntityManagerFactory factory) {
    this.factory = factory;
  }

  @Override
  public <T> T run(Function<JpaTransaction, T> work) {
    Own transaction = new Own(factory.createEntityManager());
    T result = committed(transaction, work);
    transaction.hooks.forEach(Runnable::run);
    return result;
  }

  @Override
  public boolean isActive() {
    return false;
  }

  private <T> T committed(Own transaction, Function<JpaTransaction, T> work) {
    EntityManager em = transaction.entityManager();
    try {
      em.getTransaction().begin();
      isolation.set(em);
      T result = work.apply(transaction);
      em.getTransaction().commit();
      return result;
    } catch (RuntimeException | Error e) {
      rollBack(em, e);
      throw e;
    } finally {
      em.close();
    }
  }

  /** A failed rollback must not hide the error that caused it. */
  private static void rollBack(EntityManager em, Throwable cause) {
    try {
      if (em.getTransaction().isActive()) {
        em.getTransaction().rollback();
      }
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private static final class Own implements JpaTransaction {
    private final EntityManager em;
    private final List<Runnable> hooks = new ArrayList<>();

    Own(EntityManager em) {
      this.em = em;
    }

    @Override
    public EntityManager entityManager() {
      return em;
    }

    @Override
    public void afterCommit(Runnable hook) {
      hooks.add(hook);
    }
  }
}
