package io.github.playlistsync.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The places that calls of this process hold. Their leases are short, so that those of a process
 * that died are soon free; while there are any, they are renewed every third of a lease.
 */
final class HeldPlaces implements AutoCloseable {
  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private final Duration lease;
  private final Function<List<String>, CompletableFuture<?>> renewal;

  // Guarded by this.
  private boolean renewing;
  private boolean closed;

  /**
   * None yet.
   *
   * @param renewal renews the leases of some; what it fails with is ignored, since it is called
   *     again
   */
  HeldPlaces(Duration lease, Function<List<String>, CompletableFuture<?>> renewal) {
    this.lease = lease;
    this.renewal = renewal;
  }

  Duration lease() {
    return lease;
  }

  void add(String id) {
    ids.add(id);
    synchronized (this) {
      if (!renewing && !closed) {
        renewing = true;
        renewLater();
      }
    }
  }

  void remove(String id) {
    ids.remove(id);
  }

  private void renewLater() {
    CompletableFuture.delayedExecutor(lease.toMillis() / 3, TimeUnit.MILLISECONDS)
        .execute(this::renew);
  }

  private void renew() {
    synchronized (this) {
      if (closed || ids.isEmpty()) {
        renewing = false;
        return;
      }
    }
    CompletableFuture<?> unused =
        renewal.apply(List.copyOf(ids)).whenComplete((answer, error) -> renewLater());
  }

  /** Renews no more. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}
