package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.JobEvent;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobStatus;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes threads that wait for a change of jobs. While any thread waits, it follows the event
 * streams, with one blocking command per partition; it keeps no event. A thread that waits for the
 * end of a job hears of no other: if each event woke all who wait, they would outweigh the work.
 */
final class EventWatch implements AutoCloseable {
  private static final Duration BLOCK = Duration.ofSeconds(1);

  /** Bounds what a missed event costs. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);

  /** Without this pause, a Redis that is away would be asked in a busy loop. */
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

  private final ReentrantLock lock = new ReentrantLock();
  private final Partitions partitions;
  private final EventReader reader;
  private final List<RedisLink> links = new ArrayList<>();

  // Guarded by the lock.
  private final boolean[] reading;
  private final Map<JobId, List<Runnable>> ofJobs = new HashMap<>();
  private final List<Runnable> ofAll = new ArrayList<>();
  private boolean closed;

  EventWatch(Partitions partitions, EventReader reader, RedisConnections connections) {
    this.partitions = partitions;
    this.reader = reader;
    this.reading = new boolean[partitions.all().size()];
    partitions.all().forEach(partition -> links.add(connections.link()));
  }

  /**
   * Looks until the result is enough, the time is over or the queue is closed. It looks again after
   * each event, or the end of a job, and every few seconds in case an event was missed.
   *
   * @param job whose end may change the result; null if each event may
   */
  <T> T waitFor(
      String what, @Nullable JobId job, Duration maxWait, Supplier<T> look, Predicate<T> enough) {
    T seen = look.get();
    if (enough.test(seen) || maxWait.isZero() || maxWait.isNegative()) {
      return seen;
    }
    long deadline = System.nanoTime() + EndWait.nanos(maxWait);
    links.forEach(RedisLink::commands);
    Waiter waiter = new Waiter();
    enter(job, waiter);
    try {
      while (true) {
        followAll();
        seen = look.get();
        long left = deadline - System.nanoTime();
        if (enough.test(seen) || left <= 0 || isClosed()) {
          return seen;
        }
        waiter.await(Math.min(left, LONGEST_SLEEP.toNanos()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while waiting for " + what, e);
    } finally {
      leave(job, waiter);
    }
  }

  /** Waits for the end of a job without a thread, but for the first look. */
  CompletableFuture<Optional<JobStatus>> ended(
      JobId job, Duration maxWait, Supplier<CompletableFuture<Optional<JobStatus>>> look) {
    links.forEach(RedisLink::commands);
    EndWait wait = new EndWait(maxWait, look, this::isClosed);
    enter(job, wait);
    CompletableFuture<Optional<JobStatus>> unused =
        wait.status.whenComplete((status, error) -> leave(job, wait));
    try {
      followAll();
      wait.begin();
    } catch (QueueUnavailableException | SyncInterruptedException e) {
      wait.status.completeExceptionally(e);
    }
    return wait.status;
  }

  private void enter(@Nullable JobId job, Runnable waiter) {
    locked(
        () ->
            job == null
                ? ofAll.add(waiter)
                : ofJobs.computeIfAbsent(job, key -> new ArrayList<>()).add(waiter));
  }

  private void leave(@Nullable JobId job, Runnable waiter) {
    locked(
        () ->
            job == null
                ? ofAll.remove(waiter)
                : ofJobs.computeIfPresent(
                    job,
                    (key, waiters) -> {
                      waiters.remove(waiter);
                      return waiters.isEmpty() ? null : waiters;
                    }));
  }

  private boolean isClosed() {
    return locked(() -> closed);
  }

  /** Starts to follow each stream that is not followed yet. */
  private void followAll() {
    for (int i = 0; i < partitions.all().size(); i++) {
      int partition = i;
      boolean start =
          locked(
              () -> {
                boolean idle = !reading[partition];
                reading[partition] = true;
                return idle;
              });
      if (start) {
        try {
          follow(partition, reader.newest(partitions.all().get(partition)));
        } catch (QueueUnavailableException | SyncInterruptedException e) {
          locked(() -> reading[partition] = false);
          throw e;
        }
      }
    }
  }

  private void follow(int partition, String after) {
    Partition from = partitions.all().get(partition);
    RedisLink link = links.get(partition);
    CompletableFuture<List<StreamMessage<String, String>>> unused =
        link.observe(
                EventReader.read(
                        link.commands(), XReadArgs.Builder.block(BLOCK.toMillis()), from, after)
                    .toCompletableFuture())
            .orTimeout(BLOCK.plus(from.calls().timeout()).toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((messages, error) -> heard(partition, after, messages, error));
  }

  private void heard(
      int partition,
      String after,
      @Nullable List<StreamMessage<String, String>> messages,
      @Nullable Throwable error) {
    boolean isOn =
        locked(
            () -> {
              if (error != null || messages == null) {
                wakeAll();
              } else {
                messages.forEach(this::wake);
              }
              reading[partition] = !closed && !(ofAll.isEmpty() && ofJobs.isEmpty());
              return reading[partition];
            });
    if (isOn && error != null) {
      CompletableFuture.delayedExecutor(
              PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
          .execute(() -> follow(partition, after));
    } else if (isOn) {
      String last = messages == null ? null : EventReader.last(messages);
      follow(partition, last == null ? after : last);
    }
  }

  private void wake(StreamMessage<String, String> message) {
    List.copyOf(ofAll).forEach(Runnable::run);
    if (!ofJobs.isEmpty()) {
      try {
        for (JobEvent event : EventReader.events(message)) {
          if (event.state().isEnd()) {
            List.copyOf(ofJobs.getOrDefault(event.job(), List.of())).forEach(Runnable::run);
          }
        }
      } catch (RuntimeException e) {
        // An entry that cannot be read may have named any job.
        wakeAll();
      }
    }
  }

  private void wakeAll() {
    List.copyOf(ofAll).forEach(Runnable::run);
    ofJobs.values().stream().flatMap(List::stream).toList().forEach(Runnable::run);
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    locked(
        () -> {
          closed = true;
          wakeAll();
          return true;
        });
  }

  /** A thread that waits. */
  private static final class Waiter implements Runnable {
    private final Semaphore wakes = new Semaphore(0);

    @Override
    public void run() {
      wakes.release();
    }

    /** Waits until it is woken, at most so long. */
    void await(long nanos) throws InterruptedException {
      if (wakes.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        // However often it was woken meanwhile, one look is enough.
        wakes.drainPermits();
      }
    }
  }
}
