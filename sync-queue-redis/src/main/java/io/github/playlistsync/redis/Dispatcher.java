package io.github.playlistsync.redis;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes the requests of all threads from partition to partition. A request that finds no job waits
 * without a thread or a timer of ours: one blocking command per partition wakes all that wait.
 */
final class Dispatcher implements AutoCloseable {
  /** Bounds how long the others sleep after a process died with the marker that it took. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);

  /** A call may make several commands, each of which may use up its timeout. */
  private static final int CLOSING_TIMEOUTS = 3;

  private final Partitions partitions;
  private final RedisCalls calls;
  private final LongPlans plans;
  private final WaitingRequests waiting = new WaitingRequests();
  private final List<PartitionExchange> exchanges = new ArrayList<>();

  /** Which partition to ask first. It rotates, so that no partition always comes last. */
  private final AtomicInteger nextFirst = new AtomicInteger();

  private final List<RedisLink> sleepers = new ArrayList<>();

  Dispatcher(
      Partitions partitions, RedisConnections connections, RedisCalls calls, Duration lease) {
    this.partitions = partitions;
    this.calls = calls;
    this.plans = new LongPlans(partitions);
    Duration longestSleep = lease.compareTo(LONGEST_SLEEP) < 0 ? lease : LONGEST_SLEEP;
    for (Partition partition : partitions.all()) {
      exchanges.add(
          new PartitionExchange(
              partition, waiting, longestSleep, request -> served(request, partition.number())));
      sleepers.add(connections.link());
    }
  }

  Exchange exchange(String worker, List<Settlement> done, int want, Duration maxWait) {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    waiting.beginCall();
    try {
      return exchangeOpen(worker, done, want, maxWait);
    } finally {
      waiting.endCall();
    }
  }

  private Exchange exchangeOpen(String worker, List<Settlement> done, int want, Duration maxWait) {
    boolean patient = want > 0 && !maxWait.isZero() && !maxWait.isNegative();
    if (patient) {
      // Here, since opening a connection waits for the network, which a callback must not.
      sleepers.forEach(RedisLink::commands);
    }
    Map<Integer, List<Settlement>> byPartition = byPartition(plans.begin(done));
    List<ExchangeRequest> others = new ArrayList<>();
    ExchangeRequest main = submit(worker, byPartition, want, patient, others);
    List<JobLease> refused = new ArrayList<>();
    for (ExchangeRequest other : others) {
      refused.addAll(calls.join("settle jobs", other.result).refused());
    }
    Exchange exchange = await(main, maxWait);
    refused.addAll(exchange.refused());
    return new Exchange(exchange.leases(), refused);
  }

  private Map<Integer, List<Settlement>> byPartition(List<Settlement> settlements) {
    Map<Integer, List<Settlement>> byPartition = new TreeMap<>();
    for (Settlement settlement : settlements) {
      byPartition
          .computeIfAbsent(number(settlement.lease()), key -> new ArrayList<>())
          .add(settlement);
    }
    return byPartition;
  }

  private int number(JobLease lease) {
    return partitions
        .of(lease.job())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "job " + lease.job() + " is in no partition of this queue"))
        .number();
  }

  private ExchangeRequest submit(
      String worker,
      Map<Integer, List<Settlement>> byPartition,
      int want,
      boolean patient,
      List<ExchangeRequest> others) {
    int first =
        byPartition.isEmpty()
            ? Math.floorMod(nextFirst.getAndIncrement(), exchanges.size())
            : byPartition.keySet().iterator().next();
    ExchangeRequest main =
        ExchangeRequest.taking(
            worker,
            partitions.all().get(first),
            byPartition.getOrDefault(first, List.of()),
            want,
            patient,
            exchanges.size() - 1);
    Map<Integer, ExchangeRequest> settling = new TreeMap<>();
    byPartition.forEach(
        (number, settlements) -> {
          if (number != first) {
            Partition partition = partitions.all().get(number);
            settling.put(number, ExchangeRequest.settling(worker, partition, settlements));
          }
        });
    others.addAll(settling.values());
    waiting.locked(
        () -> {
          settling.forEach((number, request) -> exchanges.get(number).submit(request));
          exchanges.get(first).submit(main);
        });
    return main;
  }

  private Exchange await(ExchangeRequest request, Duration maxWait) {
    try {
      if (request.patient) {
        waitFor(request, maxWait);
      }
      return request.result.get();
    } catch (ExecutionException e) {
      throw calls.unavailable("exchange jobs", RedisCalls.cause(e));
    } catch (InterruptedException e) {
      waiting.abandon(request);
      throw interrupted();
    }
  }

  private void waitFor(ExchangeRequest request, Duration maxWait)
      throws InterruptedException, ExecutionException {
    try {
      Exchange unused = request.result.get(EndWait.nanos(maxWait), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      waiting.withdraw(request);
    }
  }

  private static SyncInterruptedException interrupted() {
    Thread.currentThread().interrupt();
    return new SyncInterruptedException("interrupted while waiting for a job");
  }

  /** Decides what becomes of a request after a partition has given what it has. */
  private void served(ExchangeRequest request, int partition) {
    boolean closed = waiting.isClosed();
    if (request.abandoned) {
      for (JobLease lease : request.taken()) {
        Partition home = partitions.all().get(number(lease));
        exchanges
            .get(home.number())
            .submitLater(ExchangeRequest.settling(home, lease, new JobOutcome.HandedBack()));
      }
    } else if (request.missing > 0 && request.partitionsLeft > 0 && !closed) {
      request.partitionsLeft--;
      exchanges.get((partition + 1) % exchanges.size()).submit(request);
    } else if (request.taken().isEmpty() && request.patient && !request.withdrawn && !closed) {
      waiting.add(request);
      sleep();
    } else {
      request.complete();
    }
  }

  private void sleep() {
    for (int i = 0; i < exchanges.size(); i++) {
      exchanges.get(i).sleep(sleepers.get(i));
    }
  }

  /** Ends all waits, and waits for the calls under way, at most for some command timeouts. */
  @Override
  public void close() {
    waiting.close(calls.timeout().multipliedBy(CLOSING_TIMEOUTS));
  }
}
