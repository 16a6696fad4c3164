package io.github.playlistsync.contract;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Runs what may block in a thread of its own. The common pool has one thread on a machine with two
 * processors, and from JDK 25 on it runs one task after the other there, so that a task which waits
 * keeps the one that it waits for from running.
 */
public final class OwnThread {
  private OwnThread() {}

  /** What {@code work} gives, once it has. */
  public static <T> CompletableFuture<T> supply(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, OwnThread::start);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "own-thread");
    thread.setDaemon(true);
    thread.start();
  }
}
