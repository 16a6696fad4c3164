package io.github.playlistsync.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A number of permits, given out in the order of arrival. Unlike the waiters of a semaphore, these
 * keep their position while they check whether to go on waiting.
 */
final class FairPermits {
  private static final long SLICE_MILLIS = 50;

  private final Deque<CountDownLatch> waiting = new ArrayDeque<>();
  private int free;

  FairPermits(int number) {
    free = number;
  }

  /**
   * Acquires a permit, and waits for one if necessary.
   *
   * @param check runs regularly during the wait; an exception of it ends the wait
   */
  void acquire(Runnable check) throws InterruptedException {
    CountDownLatch granted = new CountDownLatch(1);
    synchronized (this) {
      if (free > 0) {
        free--;
        return;
      }
      waiting.add(granted);
    }
    boolean acquired = false;
    try {
      while (!granted.await(SLICE_MILLIS, TimeUnit.MILLISECONDS)) {
        check.run();
      }
      acquired = true;
    } finally {
      if (!acquired) {
        cancel(granted);
      }
    }
  }

  /** Releases a permit, to the first waiter if there is one. */
  synchronized void release() {
    CountDownLatch next = waiting.poll();
    if (next == null) {
      free++;
    } else {
      next.countDown();
    }
  }

  private synchronized void cancel(CountDownLatch granted) {
    if (!waiting.remove(granted)) {
      release();
    }
  }
}
