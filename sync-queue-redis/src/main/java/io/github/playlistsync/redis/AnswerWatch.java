package io.github.playlistsync.redis;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends commands that got no answer in time.
 *
 * <p>A timer for each would wake a thread for each, which costs a lone worker a third of its
 * throughput ({@code QueueBenchmark}). So all are looked at every now and then, as long as there
 * are any, and one that is too late ends up to a tenth later than it should.
 */
final class AnswerWatch {
  private static final long LONGEST_TICK_MILLIS = 100;

  private final long limitNanos;
  private final long tickMillis;

  /** In the order of their deadlines, since all have the same time. */
  private final Queue<Awaited> awaited = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean watching = new AtomicBoolean();

  AnswerWatch(Duration limit) {
    this.limitNanos = limit.toNanos();
    this.tickMillis = Math.max(1, Math.min(LONGEST_TICK_MILLIS, limit.toMillis() / 10));
  }

  /** Completes it with a {@link TimeoutException} if nobody completes it in time. */
  <T> CompletableFuture<T> bounded(CompletableFuture<T> answer) {
    if (!answer.isDone()) {
      awaited.add(new Awaited(answer, System.nanoTime() + limitNanos));
      watch();
    }
    return answer;
  }

  private void watch() {
    if (watching.compareAndSet(false, true)) {
      CompletableFuture.delayedExecutor(tickMillis, TimeUnit.MILLISECONDS, Runnable::run)
          .execute(this::look);
    }
  }

  private void look() {
    long now = System.nanoTime();
    for (Awaited first = awaited.peek();
        first != null && (first.answer.isDone() || first.deadline - now <= 0);
        first = awaited.peek()) {
      awaited.remove();
      first.answer.completeExceptionally(new TimeoutException());
    }
    watching.set(false);
    if (!awaited.isEmpty()) {
      watch();
    }
  }

  private record Awaited(CompletableFuture<?> answer, long deadline) {}
}
