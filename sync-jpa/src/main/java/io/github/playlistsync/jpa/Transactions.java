package io.github.playlistsync.jpa;

import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work in a transaction of its own, each with an EntityManager of its own that is closed at
 * the end, and runs the whole of it again where another transaction was in the way.
 */
final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
  private static final int MAX_ATTEMPTS = 10;
  private static final int MAX_PAUSE_MILLIS = 200;

  private final EntityManagerFactory factory;

  Transactions(EntityManagerFactory factory) {
    this.factory = factory;
  }

  /**
   * Runs {@code work} and commits.
   *
   * @param what what is asked for, for messages: "read playlist 1"
   * @throws SyncException what {@code work} threw of these, or what the database's error means;
   *     nothing is written then
   */
  <T> T run(String what, Function<EntityManager, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (SyncException e) {
        throw e;
      } catch (RuntimeException e) {
        SqlFailure failure = SqlFailure.of(e);
        if (attempt == MAX_ATTEMPTS || !failure.isWorthARetry()) {
          throw failure.toException(what);
        }
        LOG.debug("Attempt {} to {} met another transaction and is repeated", attempt, what, e);
        pause(attempt, what);
      }
    }
  }

  private <T> T once(Function<EntityManager, T> work) {
    EntityManager em = factory.createEntityManager();
    try {
      EntityTransaction transaction = em.getTransaction();
      transaction.begin();
      T result = work.apply(em);
      transaction.commit();
      return result;
    } catch (RuntimeException | Error e) {
      rollBack(em, e);
      throw e;
    } finally {
      em.close();
    }
  }

  /** What fails here must not hide why it came to this. */
  private static void rollBack(EntityManager em, Throwable cause) {
    try {
      if (em.getTransaction().isActive()) {
        em.getTransaction().rollback();
      }
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private static void pause(int attempt, String what) {
    int limit = Math.min(MAX_PAUSE_MILLIS, 5 << attempt);
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(1, limit));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while trying to " + what, e);
    }
  }
}
