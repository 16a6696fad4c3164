package io.github.playlistsync.jpa;

import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.spi.spotify.Sleeper;
import java.time.Duration;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work in a transaction, and repeats it as a whole after a conflict or a lost connection. */
final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
  private static final int MAX_ATTEMPTS = 10;
  private static final int MAX_PAUSE_MILLIS = 200;

  private final JpaTransactions transactions;
  private final Sleeper sleeper;
  private final RandomGenerator random;

  Transactions(JpaTransactions transactions, Sleeper sleeper, RandomGenerator random) {
    this.transactions = transactions;
    this.sleeper = sleeper;
    this.random = random;
  }

  /** Whether {@link #run} would take part in the transaction of the calling thread. */
  boolean isInTransaction() {
    return transactions.isActive();
  }

  /**
   * Runs {@code work} and commits.
   *
   * @param what the operation, for messages: "read playlist 1"
   * @throws SyncException if {@code work} threw one, or for what the database's error means;
   *     nothing is written then
   */
  <T> T run(String what, Function<JpaTransaction, T> work) {
    int attempts = transactions.isActive() ? 1 : MAX_ATTEMPTS;
    for (int attempt = 1; ; attempt++) {
      try {
        return transactions.run(work);
      } catch (SyncException e) {
        throw e;
      } catch (RuntimeException e) {
        SqlFailure failure = SqlFailure.of(e);
        if (attempt == attempts || !failure.isWorthARetry(attempt)) {
          throw failure.toException(what);
        }
        LOG.debug("Attempt {} to {} failed; trying again", attempt, what, e);
        pause(attempt, what);
      }
    }
  }

  private void pause(int attempt, String what) {
    int limit = Math.min(MAX_PAUSE_MILLIS, 5 << attempt);
    try {
      sleeper.sleep(Duration.ofMillis(random.nextInt(1, limit)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while trying to " + what, e);
    }
  }
}
