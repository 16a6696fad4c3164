package io.github.playlistsync.redis;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends commands that get no answer in time.
 *
 * <p>A timer for each command would wake a thread for each, which costs a lone worker a third of
 * its throughput ({@code QueueBenchmark}). So one timer looks at all commands while there are any,
 * and a command may end a tenth of the limit late.
 */
final class CommandTimeouts {
  private static final long LONGEST_TICK_MILLIS = 100;

  private final long limitNanos;
  private final long tickMillis;

  /** In the order of their deadlines, since all have the same limit. */
  private final Queue<Pending> pending = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean ticking = new AtomicBoolean();

  CommandTimeouts(Duration limit) {
    this.limitNanos = limit.toNanos();
    this.tickMillis = Math.max(1, Math.min(LONGEST_TICK_MILLIS, limit.toMillis() / 10));
  }

  /** Fails it with a {@link TimeoutException} unless it completes in time. */
  <T> CompletableFuture<T> bounded(CompletableFuture<T> answer) {
    if (!answer.isDone()) {
      pending.add(new Pending(answer, System.nanoTime() + limitNanos));
      startTicking();
    }
    return answer;
  }

  private void startTicking() {
    if (ticking.compareAndSet(false, true)) {
      CompletableFuture.delayedExecutor(tickMillis, TimeUnit.MILLISECONDS, Runnable::run)
          .execute(this::tick);
    }
  }

  private void tick() {
    long now = System.nanoTime();
    for (Pending first = pending.peek();
        first != null && (first.answer.isDone() || first.deadline - now <= 0);
        first = pending.peek()) {
      pending.remove();
      first.answer.completeExceptionally(new TimeoutException());
    }
    ticking.set(false);
    // One that was added before the flag fell did not start a tick of its own.
    if (!pending.isEmpty()) {
      startTicking();
    }
  }

  private record Pending(CompletableFuture<?> answer, long deadline) {}
}
