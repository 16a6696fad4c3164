package io.github.playlistsync.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Renews the leases of the permits that this process holds, every third of a lease. The leases are
 * short, so that the permits of a process that died are free again soon.
 */
final class PermitLeases implements AutoCloseable {
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final Duration length;
  private final Function<List<String>, CompletableFuture<?>> renewal;

  // Guarded by this.
  private boolean renewing;
  private boolean closed;

  /**
   * Leases of no permit yet.
   *
   * @param renewal renews the leases of some permits; a failure is ignored, since the next renewal
   *     follows soon
   */
  PermitLeases(Duration length, Function<List<String>, CompletableFuture<?>> renewal) {
    this.length = length;
    this.renewal = renewal;
  }

  Duration length() {
    return length;
  }

  void add(String permit) {
    held.add(permit);
    synchronized (this) {
      if (!renewing && !closed) {
        renewing = true;
        renewLater();
      }
    }
  }

  void remove(String permit) {
    held.remove(permit);
  }

  private void renewLater() {
    CompletableFuture.delayedExecutor(length.toMillis() / 3, TimeUnit.MILLISECONDS)
        .execute(this::renew);
  }

  private void renew() {
    synchronized (this) {
      if (closed || held.isEmpty()) {
        renewing = false;
        return;
      }
    }
    CompletableFuture<?> unused =
        renewal.apply(List.copyOf(held)).whenComplete((answer, error) -> renewLater());
  }

  /** Ends the renewals. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}
