package io.github.playlistsync.spotify;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.CallContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread at a time do something for a user, while others do it for other users. Nothing is
 * kept of a user for whom nobody does or waits for anything.
 */
final class UserLocks {
  private static final long SLICE_MILLIS = 100;

  private final Map<UserId, Turn> turns = new ConcurrentHashMap<>();

  /** Those who have the lock or wait for it are counted where the map guards the user's entry. */
  private static final class Turn {
    private final ReentrantLock lock = new ReentrantLock();
    private int threads;

    Turn taken() {
      threads++;
      return this;
    }

    boolean isLeftByAll() {
      threads--;
      return threads == 0;
    }
  }

  /**
   * Does {@code work} for the call's user when it is this thread's turn.
   *
   * @return what {@code work} gave
   * @throws SyncInterruptedException if the call was canceled or the thread interrupted while it
   *     waited; {@code work} was not begun
   */
  <T> T take(CallContext call, Supplier<T> work) {
    UserId user = call.user();
    Turn turn = turns.compute(user, (same, there) -> (there == null ? new Turn() : there).taken());
    try {
      awaitTurn(call, turn);
      try {
        return work.get();
      } finally {
        turn.lock.unlock();
      }
    } finally {
      turns.computeIfPresent(user, (same, there) -> there.isLeftByAll() ? null : there);
    }
  }

  private static void awaitTurn(CallContext call, Turn turn) {
    try {
      do {
        call.checkCanceled();
      } while (!turn.lock.tryLock(SLICE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while waiting for another thread", e);
    }
  }

  /** For how many users somebody does or waits for something. */
  int users() {
    return turns.size();
  }
}
