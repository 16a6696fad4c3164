package io.github.playlistsync.redis;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The requests for which no partition had a job, in the order in which they began to wait. Its lock
 * guards all that the exchanges share.
 */
final class WaitingRequests {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition callEnded = lock.newCondition();
  private final Set<ExchangeRequest> waiting = new LinkedHashSet<>();
  private int callsUnderWay;
  private volatile boolean closed;

  /**
   * Begins a call, for which {@link #close} waits.
   *
   * @throws IllegalStateException if the queue is closed
   */
  void beginCall() {
    locked(
        () -> {
          if (closed) {
            throw new IllegalStateException("the queue is closed");
          }
          callsUnderWay++;
        });
  }

  void endCall() {
    locked(
        () -> {
          callsUnderWay--;
          callEnded.signalAll();
        });
  }

  /** Has a request wait. Under the lock. */
  void add(ExchangeRequest request) {
    waiting.add(request);
  }

  /** Ends the wait of a request whose time is over; one on its way is completed when it is back. */
  void withdraw(ExchangeRequest request) {
    locked(
        () -> {
          request.withdrawn = true;
          if (waiting.remove(request)) {
            request.complete();
          }
        });
  }

  /** Ends the wait of a request whose caller is gone. */
  void abandon(ExchangeRequest request) {
    locked(
        () -> {
          request.abandoned = true;
          waiting.remove(request);
        });
  }

  /** Removes all, to ask for jobs again. Under the lock. */
  List<ExchangeRequest> takeAll() {
    List<ExchangeRequest> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  boolean isClosed() {
    return closed;
  }

  void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Completes all, refuses further calls and waits for those under way, at most so long. */
  void close(Duration limit) {
    lock.lock();
    try {
      closed = true;
      takeAll().forEach(ExchangeRequest::complete);
      long nanos = limit.toNanos();
      while (callsUnderWay > 0 && nanos > 0) {
        nanos = callEnded.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
