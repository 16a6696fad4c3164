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
 * Lets one thread at a time work for a user, while others work for other users. Keeps nothing of a
 * user for whom no thread works or waits.
 */
final class UserLocks {
  private static final long SLICE_MILLIS = 100;

  private final Map<UserId, UserLock> locks = new ConcurrentHashMap<>();

  /** A lock and, guarded by the map's entry, the number of threads that have it or wait for it. */
  private static final class UserLock {
    private final ReentrantLock mutex = new ReentrantLock();
    private int threads;

    UserLock joined() {
      threads++;
      return this;
    }

    boolean isLeftByAll() {
      threads--;
      return threads == 0;
    }
  }

  /**
   * Runs {@code work} for the call's user once no other thread does.
   *
   * @return what {@code work} gave
   * @throws SyncInterruptedException if the call was canceled or the thread interrupted while it
   *     waited; {@code work} was not begun
   */
  <T> T take(CallContext call, Supplier<T> work) {
    UserId user = call.user();
    UserLock lock =
        locks.compute(user, (same, there) -> (there == null ? new UserLock() : there).joined());
    try {
      await(call, lock);
      try {
        return work.get();
      } finally {
        lock.mutex.unlock();
      }
    } finally {
      locks.computeIfPresent(user, (same, there) -> there.isLeftByAll() ? null : there);
    }
  }

  private static void await(CallContext call, UserLock lock) {
    try {
      do {
        call.checkCanceled();
      } while (!lock.mutex.tryLock(SLICE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while waiting for another thread", e);
    }
  }

  /** The number of users for whom a thread works or waits. */
  int users() {
    return locks.size();
  }
}
