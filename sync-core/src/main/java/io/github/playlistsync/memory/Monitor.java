package io.github.playlistsync.memory;

import io.github.playlistsync.error.SyncInterruptedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The lock of a queue, and the condition on which its callers wait. */
final class Monitor {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LongSupplier version;
  private boolean closed;

  /**
   * Makes a monitor.
   *
   * @param version grows with every event that somebody may wait for
   */
  Monitor(LongSupplier version) {
    this.version = version;
  }

  /** Runs an action under the lock, and wakes the waiters. */
  <T> T change(Supplier<T> action) {
    lock.lock();
    try {
      requireOpen();
      T result = action.get();
      changed.signalAll();
      return result;
    } finally {
      lock.unlock();
    }
  }

  /** Runs an action that changes nothing under the lock. */
  <T> T read(Supplier<T> action) {
    lock.lock();
    try {
      requireOpen();
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /** Does so even if the queue is closed. */
  <T> T peek(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs an action after every event until its result is enough, the time is over or the queue is
   * closed. Does not refuse a closed queue: a call that started before the end must not fail.
   *
   * @param nextDue the time until something may be due without an event, in nanoseconds
   */
  <T> T waitFor(
      String what,
      Duration maxWait,
      Supplier<T> action,
      Predicate<T> enough,
      LongSupplier nextDue) {
    long deadline = System.nanoTime() + nanos(maxWait);
    try {
      lock.lockInterruptibly();
      try {
        while (true) {
          T result = attempt(action);
          long left = deadline - System.nanoTime();
          if (enough.test(result) || left <= 0 || closed) {
            return result;
          }
          long unused = changed.awaitNanos(Math.min(left, Math.max(1, nextDue.getAsLong())));
        }
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while waiting for " + what, e);
    }
  }

  /** Wakes the others only after an event: waiters that wake each other would never rest. */
  private <T> T attempt(Supplier<T> action) {
    long before = version.getAsLong();
    T result = action.get();
    if (version.getAsLong() != before) {
      changed.signalAll();
    }
    return result;
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses calls after {@link #close}.
   *
   * @throws IllegalStateException if the queue is closed
   */
  void requireOpen() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the queue is closed");
      }
    } finally {
      lock.unlock();
    }
  }

  static long nanos(Duration wait) {
    return wait.compareTo(Duration.ofDays(365)) > 0
        ? TimeUnit.DAYS.toNanos(365)
        : Math.max(0, wait.toNanos());
  }
}
