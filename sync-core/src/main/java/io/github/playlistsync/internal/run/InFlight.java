package io.github.playlistsync.internal.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What runs now. Any thread may call any method. */
public final class InFlight<T> {
  // Guarded by this.
  private final Set<T> running = new LinkedHashSet<>();
  private boolean closed;

  /** Adds what begins; returns false after {@link #close}. */
  public synchronized boolean begin(T work) {
    return !closed && running.add(work);
  }

  /** Removes what has ended; returns whether it was still here. */
  public synchronized boolean end(T work) {
    boolean ended = running.remove(work);
    notifyAll();
    return ended;
  }

  /** Returns all that runs, oldest first. */
  public synchronized List<T> all() {
    return List.copyOf(running);
  }

  /** Closes it to new entries; returns false if it was closed. */
  public synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  /**
   * Waits until nothing runs.
   *
   * @return false if something still runs at the deadline, or when the thread is interrupted, whose
   *     status stays set
   */
  public synchronized boolean awaitNone(Deadline deadline) {
    try {
      while (!running.isEmpty() && !deadline.isOver()) {
        TimeUnit.NANOSECONDS.timedWait(this, deadline.left().toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return running.isEmpty();
  }
}
