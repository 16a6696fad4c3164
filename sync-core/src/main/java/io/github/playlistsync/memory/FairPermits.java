package io.github.playlistsync.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A number of places, given out in the order of asking. A semaphore's waiters lose their turn
 * whenever they look up to see whether they are still wanted; these do not.
 */
final class FairPermits {
  private static final long SLICE_MILLIS = 50;

  private final Deque<CountDownLatch> waiting = new ArrayDeque<>();
  private int free;

  FairPermits(int number) {
    free = number;
  }

  /**
   * Takes a place, waiting for one if need be.
   *
   * @param stillWanted asked every now and then while waiting; ends the wait by what it throws
   */
  void take(Runnable stillWanted) throws InterruptedException {
    CountDownLatch turn = new CountDownLatch(1);
    synchronized (this) {
      if (free > 0) {
        free--;
        return;
      }
      waiting.add(turn);
    }
    boolean taken = false;
    try {
      while (!turn.await(SLICE_MILLIS, TimeUnit.MILLISECONDS)) {
        stillWanted.run();
      }
      taken = true;
    } finally {
      if (!taken) {
        leaveQueue(turn);
      }
    }
  }

  /** Gives a place back, to the first in the queue if there is one. */
  synchronized void give() {
    CountDownLatch next = waiting.poll();
    if (next == null) {
      free++;
    } else {
      next.countDown();
    }
  }

  private synchronized void leaveQueue(CountDownLatch turn) {
    if (!waiting.remove(turn)) {
      give();
    }
  }
}
