package io.github.playlistsync.redis;

import io.github.playlistsync.error.SyncInterruptedException;
import java.util.concurrent.locks.ReentrantLock;

/** Checks the server before its first use, until a check succeeds. */
final class ServerCheck {
  private final RedisCalls calls;
  private final Partitions partitions;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean passed;

  /** A check that has not been made. */
  ServerCheck(RedisCalls calls, Partitions partitions) {
    this.calls = calls;
    this.partitions = partitions;
  }

  /**
   * Checks the server unless a check succeeded before.
   *
   * @throws IllegalStateException if the server is not fit for a queue
   * @throws io.github.playlistsync.error.QueueUnavailableException if it cannot be reached
   * @throws SyncInterruptedException if the thread is interrupted
   */
  void ensure() {
    if (passed) {
      return;
    }
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while connecting to Redis", e);
    }
    try {
      if (!passed) {
        RedisCheck.check(calls);
        RedisCheck.checkUser(calls, partitions.all().get(0).key(""));
        RedisCheck.checkLayout(calls, partitions);
        passed = true;
      }
    } finally {
      lock.unlock();
    }
  }
}
