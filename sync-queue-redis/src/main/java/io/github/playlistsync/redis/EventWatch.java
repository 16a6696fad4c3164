package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes threads that wait for a change of jobs. While any thread waits, it follows the event
 * streams, with one blocking command per partition; it keeps no event.
 */
final class EventWatch implements AutoCloseable {
  private static final Duration BLOCK = Duration.ofSeconds(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition happened = lock.newCondition();
  private final Partitions partitions;
  private final EventReader reader;
  private final RedisConnections connections;
  private @Nullable List<RedisClusterAsyncCommands<String, String>> blocking;
  private final boolean[] reading;
  private long version;
  private int watchers;
  private boolean closed;

  EventWatch(Partitions partitions, EventReader reader, RedisConnections connections) {
    this.partitions = partitions;
    this.reader = reader;
    this.connections = connections;
    this.reading = new boolean[partitions.all().size()];
  }

  /**
   * Looks until the result is enough, the time is over or the queue is closed. It looks again after
   * each event, and once a second in case an event was missed.
   */
  <T> T waitFor(String what, Duration maxWait, Supplier<T> look, Predicate<T> enough) {
    T seen = look.get();
    if (enough.test(seen) || maxWait.isZero() || maxWait.isNegative()) {
      return seen;
    }
    long deadline = System.nanoTime() + Math.min(maxWait.toNanos(), TimeUnit.DAYS.toNanos(365));
    enter();
    try {
      while (true) {
        long before = followAll();
        seen = look.get();
        long left = deadline - System.nanoTime();
        if (enough.test(seen) || left <= 0 || !await(before, left)) {
          return seen;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while waiting for " + what, e);
    } finally {
      leave();
    }
  }

  /** Waits for a newer version; returns whether the queue is still open. */
  private boolean await(long before, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = Math.min(nanos, BLOCK.toNanos());
      while (version == before && left > 0 && !closed) {
        left = happened.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void enter() {
    synchronized (partitions) {
      if (blocking == null) {
        blocking = partitions.all().stream().map(partition -> connections.open()).toList();
      }
    }
    locked(() -> watchers++);
  }

  private void leave() {
    locked(() -> watchers--);
  }

  /** Starts to follow each stream that is not followed yet; returns the version before. */
  private long followAll() {
    long before = locked(() -> version);
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
    return before;
  }

  private void follow(int partition, String after) {
    List<RedisClusterAsyncCommands<String, String>> commands = blocking;
    if (commands == null) {
      return;
    }
    Partition from = partitions.all().get(partition);
    CompletableFuture<List<StreamMessage<String, String>>> unused =
        EventReader.read(
                commands.get(partition), XReadArgs.Builder.block(BLOCK.toMillis()), from, after)
            .toCompletableFuture()
            .orTimeout(BLOCK.plus(from.calls().timeout()).toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((messages, error) -> heard(partition, after, messages, error));
  }

  private void heard(
      int partition,
      String after,
      @Nullable List<StreamMessage<String, String>> messages,
      @Nullable Throwable error) {
    String last = messages == null ? null : EventReader.last(messages);
    boolean isOn =
        locked(
            () -> {
              if (last != null || error != null) {
                version++;
                happened.signalAll();
              }
              reading[partition] = error == null && watchers > 0 && !closed;
              return reading[partition];
            });
    if (isOn) {
      follow(partition, last == null ? after : last);
    }
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
          happened.signalAll();
          return true;
        });
  }
}
