package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.model.JobStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A wait for the end of a job without a thread. It looks when it is woken, and every few seconds in
 * case an event was missed.
 */
final class EndWait implements Runnable {
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Completes with the job's state at its end, or when the time is over. */
  final CompletableFuture<Optional<JobStatus>> status = new CompletableFuture<>();

  private final long deadline;
  private final Supplier<CompletableFuture<Optional<JobStatus>>> look;
  private final BooleanSupplier isClosed;
  private volatile Optional<JobStatus> seen = Optional.empty();

  EndWait(
      Duration maxWait,
      Supplier<CompletableFuture<Optional<JobStatus>>> look,
      BooleanSupplier isClosed) {
    this.deadline = System.nanoTime() + nanos(maxWait);
    this.look = look;
    this.isClosed = isClosed;
  }

  /**
   * Returns how long a wait lasts: a year at most, since nanoseconds count no further than some.
   */
  static long nanos(Duration maxWait) {
    return maxWait.compareTo(Duration.ofDays(365)) > 0
        ? TimeUnit.DAYS.toNanos(365)
        : Math.max(0, maxWait.toNanos());
  }

  /** Whether there is nothing to wait for: the job has ended, or is unknown. */
  static boolean isEnough(Optional<JobStatus> seen) {
    return seen.map(known -> known.state().isEnd()).orElse(true);
  }

  /**
   * Makes the first look.
   *
   * @throws QueueUnavailableException if Redis does not answer
   */
  void begin() {
    try {
      sees(look.get().join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof QueueUnavailableException unavailable) {
        throw unavailable;
      }
      throw e;
    }
    tick();
  }

  /** Looks again. While Redis is away, the next look may have more luck. */
  @Override
  public void run() {
    if (isClosed.getAsBoolean()) {
      complete(seen);
      return;
    }
    CompletableFuture<Optional<JobStatus>> unused =
        look.get()
            .whenComplete(
                (found, error) -> {
                  if (error == null) {
                    sees(found);
                  } else if (isOver()) {
                    complete(seen);
                  }
                });
  }

  private void sees(Optional<JobStatus> found) {
    seen = found;
    if (isEnough(found) || isOver()) {
      complete(found);
    }
  }

  private boolean isOver() {
    return System.nanoTime() - deadline >= 0;
  }

  /** What the caller does then must hold up neither Redis' answers nor a lock. */
  private void complete(Optional<JobStatus> result) {
    CompletableFuture<Optional<JobStatus>> unused = status.completeAsync(() -> result);
  }

  private void tick() {
    if (status.isDone() || isOver()) {
      return;
    }
    long left = Math.min(deadline - System.nanoTime(), TICK_NANOS);
    CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS, Runnable::run)
        .execute(
            () -> {
              run();
              tick();
            });
  }
}
