package io.github.playlistsync.spi.spotify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A number of permits for the threads of a process, given out in the order of arrival. Unlike the
 * waiters of a semaphore, these keep their position while they check whether to go on waiting. Safe
 * for use by any threads.
 */
public final class FairPermits {
  private static final long SLICE_MILLIS = 50;

  private final Deque<CountDownLatch> waiting = new ArrayDeque<>();
  private int free;

  /**
   * Makes permits, all of which are free.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public FairPermits(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("number is " + number + "; expected 1 or more");
    }
    free = number;
  }

  /**
   * Acquires a permit, and waits for one if necessary.
   *
   * @param check runs regularly during the wait; an exception of it ends the wait, and is thrown
   * @throws InterruptedException if the thread is interrupted during the wait
   */
  public void acquire(Runnable check) throws InterruptedException {
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

  /** Releases a permit that was acquired, to the first waiter if there is one. */
  public synchronized void release() {
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
