package io.github.playlistsync.redis;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes the exchanges of all threads to the partitions. Whoever finds no job waits here, without a
 * thread or a timer of ours: each partition is slept on with one blocking command.
 */
final class Dispatcher implements AutoCloseable {
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);
  private static final int CLOSING_TIMEOUTS = 3;
  private static final String UNKNOWN_PARTITION = "the queue has no partition of job ";

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private final List<Desk> desks = new ArrayList<>();
  private final RedisConnections connections;
  private final RedisCalls calls;
  private final Set<Ticket> waiting = new LinkedHashSet<>();
  private @Nullable List<RedisClusterAsyncCommands<String, String>> sleepers;
  private int turn;

  /** How many calls are in here, so that closing can wait for them. */
  private int callers;

  private volatile boolean closed;

  Dispatcher(
      List<Partition> partitions, RedisConnections connections, RedisCalls calls, Duration lease) {
    this.connections = connections;
    this.calls = calls;
    Duration longest = lease.compareTo(LONGEST_SLEEP) < 0 ? lease : LONGEST_SLEEP;
    partitions.forEach(partition -> desks.add(new Desk(partition, this, longest)));
  }

  Exchange exchange(String worker, List<Settlement> done, int want, Duration maxWait) {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    enter();
    try {
      return exchangeOpen(worker, done, want, maxWait);
    } finally {
      locked(
          () -> {
            callers--;
            left.signalAll();
          });
    }
  }

  private void enter() {
    locked(
        () -> {
          if (closed) {
            throw new IllegalStateException("the queue is closed");
          }
          callers++;
        });
  }

  private Exchange exchangeOpen(String worker, List<Settlement> done, int want, Duration maxWait) {
    boolean patient = want > 0 && !maxWait.isZero() && !maxWait.isNegative();
    if (patient) {
      openSleepers();
    }
    Map<Integer, List<Settlement>> byPartition = new TreeMap<>();
    List<JobLease> refused = new ArrayList<>();
    for (Settlement settlement : done) {
      int partition = partitionOf(settlement.lease().job());
      if (partition < 0 || partition >= desks.size()) {
        throw new IllegalArgumentException(UNKNOWN_PARTITION + settlement.lease().job());
      }
      byPartition.computeIfAbsent(partition, key -> new ArrayList<>()).add(settlement);
    }
    List<Ticket> aside = new ArrayList<>();
    Ticket main = submit(worker, byPartition, want, patient, aside);
    for (Ticket ticket : aside) {
      refused.addAll(calls.join("settle jobs", ticket.result).refused());
    }
    Exchange exchange = await(main, maxWait);
    refused.addAll(exchange.refused());
    return new Exchange(exchange.leases(), refused);
  }

  /** The partition in which a job is, or -1 if its id is none of ours. */
  static int partitionOf(JobId job) {
    String id = job.value();
    int dot = id.indexOf('.');
    try {
      return dot < 1 ? -1 : Integer.parseInt(id.substring(0, dot));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private Ticket submit(
      String worker,
      Map<Integer, List<Settlement>> byPartition,
      int want,
      boolean patient,
      List<Ticket> aside) {
    lock.lock();
    try {
      int first =
          byPartition.isEmpty()
              ? Math.floorMod(turn++, desks.size())
              : byPartition.keySet().iterator().next();
      Ticket main =
          new Ticket(
              worker, byPartition.getOrDefault(first, List.of()), want, patient, desks.size() - 1);
      byPartition.forEach(
          (partition, settlements) -> {
            if (partition != first) {
              Ticket other = new Ticket(worker, settlements, 0, false, 0);
              aside.add(other);
              desks.get(partition).submit(other);
            }
          });
      desks.get(first).submit(main);
      return main;
    } finally {
      lock.unlock();
    }
  }

  private Exchange await(Ticket ticket, Duration maxWait) {
    try {
      if (ticket.patient) {
        waitFor(ticket, maxWait);
      }
      return ticket.result.get();
    } catch (ExecutionException e) {
      throw calls.unavailable("exchange jobs", RedisCalls.cause(e));
    } catch (InterruptedException e) {
      locked(
          () -> {
            ticket.abandoned = true;
            waiting.remove(ticket);
          });
      throw interrupted();
    }
  }

  private void waitFor(Ticket ticket, Duration maxWait)
      throws InterruptedException, ExecutionException {
    try {
      Exchange unused = ticket.result.get(maxWait.toMillis() + 1, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      locked(
          () -> {
            ticket.withdrawn = true;
            if (waiting.remove(ticket)) {
              ticket.complete();
            }
          });
    }
  }

  private static SyncInterruptedException interrupted() {
    Thread.currentThread().interrupt();
    return new SyncInterruptedException("interrupted while waiting for a job");
  }

  /** Hears that a partition has given a ticket what it has, and decides how it goes on. */
  void served(Ticket ticket, Desk desk) {
    if (ticket.abandoned) {
      ticket
          .taken()
          .forEach(
              lease ->
                  desks.get(partitionOf(lease.job())).settle(lease, new JobOutcome.HandedBack()));
    } else if (ticket.missing > 0 && ticket.partitionsLeft > 0 && !closed) {
      ticket.partitionsLeft--;
      desks.get((desk.number() + 1) % desks.size()).submit(ticket);
    } else if (ticket.taken().isEmpty() && ticket.patient && !ticket.withdrawn && !closed) {
      waiting.add(ticket);
      sleep();
    } else {
      ticket.complete();
    }
  }

  boolean isClosed() {
    return closed;
  }

  private void sleep() {
    List<RedisClusterAsyncCommands<String, String>> blocking = sleepers;
    if (blocking != null) {
      for (int i = 0; i < desks.size(); i++) {
        desks.get(i).sleep(blocking.get(i));
      }
    }
  }

  List<Ticket> takeWaiting() {
    List<Ticket> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Not under the lock and not in a callback: opening a connection waits for the network. */
  private synchronized void openSleepers() {
    if (sleepers == null) {
      List<RedisClusterAsyncCommands<String, String>> opened = new ArrayList<>();
      for (int i = 0; i < desks.size(); i++) {
        opened.add(connections.open());
      }
      locked(() -> sleepers = opened);
    }
  }

  /**
   * Lets those who wait go, and lets the calls that are in here end; each is bounded by the command
   * timeout, and so is this by some of them.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      takeWaiting().forEach(Ticket::complete);
      long nanos = calls.timeout().multipliedBy(CLOSING_TIMEOUTS).toNanos();
      while (callers > 0 && nanos > 0) {
        nanos = left.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
