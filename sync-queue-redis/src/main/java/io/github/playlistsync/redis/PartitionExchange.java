package io.github.playlistsync.redis;

import io.github.playlistsync.redis.ExchangeCodec.Answer;
import io.github.playlistsync.redis.ExchangeCodec.Taken;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges jobs with one partition. While a command is under way, requests queue up, and the next
 * command carries all of them: a lone worker needs one round trip per job, and many workers share
 * one. Once many requests wait, a second command follows the first, so that Redis works while this
 * process reads an answer. Guarded by the lock of {@link WaitingRequests}.
 */
final class PartitionExchange {
  /** These bound how long one script holds up Redis. */
  private static final int MAX_REQUESTS = 200;

  private static final int MAX_WRITTEN = 2_000;
  private static final int MAX_WANT = 300;

  /** A second command below this size would cost more round trips than it saves time. */
  private static final int ENOUGH_FOR_SECOND = 16;

  /** Without this pause, a Redis that is away would be asked in a busy loop. */
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

  private final Partition partition;
  private final WaitingRequests waiting;
  private final Duration longestSleep;
  private final Consumer<ExchangeRequest> onServed;
  private final Deque<ExchangeRequest> queue = new ArrayDeque<>();
  private final List<Client> clients = List.of(new Client(), new Client());
  private boolean asleep;

  /** Whether it slept, so that it has to wake the next one if it leaves jobs. */
  private boolean wakesOthers;

  private @Nullable Duration untilDue;

  /**
   * An exchange that has nothing to do yet.
   *
   * @param onServed decides what becomes of a request once the partition has given what it has;
   *     called under the lock
   */
  PartitionExchange(
      Partition partition,
      WaitingRequests waiting,
      Duration longestSleep,
      Consumer<ExchangeRequest> onServed) {
    this.partition = partition;
    this.waiting = waiting;
    this.longestSleep = longestSleep;
    this.onServed = onServed;
  }

  void submit(ExchangeRequest request) {
    queue.add(request);
    sendRest();
  }

  /** Adds a request that goes with the next command, whenever that is. */
  void submitLater(ExchangeRequest request) {
    queue.add(request);
  }

  private void sendRest() {
    for (Client client : clients) {
      boolean isFirst = clients.stream().noneMatch(each -> each.isBusy);
      if (!client.isBusy && queue.size() >= (isFirst ? 1 : ENOUGH_FOR_SECOND)) {
        send(client);
      }
    }
  }

  private void send(Client client) {
    List<ExchangeRequest> batch = new ArrayList<>();
    List<String> settlements = new ArrayList<>();
    List<String> wants = new ArrayList<>();
    int settled = 0;
    int wanted = 0;
    while (!queue.isEmpty() && batch.size() < MAX_REQUESTS) {
      ExchangeRequest request = queue.element();
      wanted += Math.min(request.missing, MAX_WANT);
      if (!batch.isEmpty()
          && (wanted > MAX_WANT || settlements.size() + request.written.size() > MAX_WRITTEN)) {
        break;
      }
      queue.remove();
      batch.add(request);
      settlements.addAll(request.written);
      settled += request.settlements.size();
      if (request.missing > 0) {
        wants.add(request.worker);
        wants.add(Integer.toString(Math.min(request.missing, MAX_WANT)));
      }
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(client.exchange));
    arguments.add(client.nonce);
    boolean wakes = wakesOthers;
    wakesOthers = false;
    arguments.add(wakes ? "1" : "0");
    arguments.add(Integer.toString(settled));
    arguments.addAll(settlements);
    arguments.addAll(wants);
    client.isBusy = true;
    CompletableFuture<Object> unused =
        partition
            .run(Scripts.EXCHANGE, client.name, arguments)
            .whenComplete(
                (found, error) ->
                    waiting.locked(
                        () -> {
                          wakesOthers |= wakes && error != null;
                          answered(client, batch, found, error);
                        }));
  }

  private void answered(
      Client client,
      List<ExchangeRequest> batch,
      @Nullable Object found,
      @Nullable Throwable error) {
    client.isBusy = false;
    if (error == null && found != null) {
      client.exchange++;
    }
    // Before the callers wake one by one, so that Redis is not idle meanwhile.
    sendRest();
    if (error != null || found == null) {
      fail(batch, error == null ? new IllegalStateException("no answer") : error);
    } else {
      try {
        Answer answer = Answer.read(found);
        untilDue = answer.untilDue();
        deliver(batch, answer);
      } catch (RuntimeException e) {
        // The command's future would swallow it, and the callers would wait forever.
        fail(batch, e);
      }
    }
    sendRest();
  }

  private void fail(List<ExchangeRequest> batch, Throwable error) {
    for (ExchangeRequest request : batch) {
      request.fail(RedisCalls.cause(error), waiting.isClosed());
    }
  }

  private void deliver(List<ExchangeRequest> batch, Answer answer) {
    int settlement = 0;
    int caller = 0;
    for (ExchangeRequest request : batch) {
      List<JobLease> refused = new ArrayList<>();
      for (Settlement each : request.settlements) {
        if (answer.refused().contains(settlement++)) {
          refused.add(each.lease());
        }
      }
      request.settled(refused);
      if (request.missing == 0) {
        request.complete();
      } else {
        hand(request, answer.taken().get(caller++), answer.isUnfinished());
      }
    }
  }

  private void hand(ExchangeRequest request, List<Taken> taken, boolean isUnfinished) {
    List<JobLease> leases = new ArrayList<>();
    for (Taken each : taken) {
      String problem = each.problem();
      if (problem == null) {
        leases.add(each.lease());
      } else {
        submitLater(
            ExchangeRequest.settling(
                partition, each.lease(), new JobOutcome.Failed(problem, null)));
      }
    }
    request.take(leases);
    if (leases.size() < taken.size() || (isUnfinished && request.isStillWithoutJob())) {
      submitLater(request);
    } else {
      onServed.accept(request);
    }
  }

  /** Sleeps until there may be a job, then asks for all who wait. */
  void sleep(RedisLink blocking) {
    if (asleep) {
      return;
    }
    Duration limit = untilDue;
    Duration time = limit == null || limit.compareTo(longestSleep) > 0 ? longestSleep : limit;
    asleep = true;
    // Redis takes zero for no limit.
    double seconds = Math.max(1, time.toMillis()) / 1000.0;
    CompletableFuture<Boolean> marker =
        blocking
            .observe(
                blocking.commands().bzpopmin(seconds, partition.key("wake")).toCompletableFuture())
            .orTimeout(time.plus(partition.calls().timeout()).toMillis(), TimeUnit.MILLISECONDS)
            .thenApply(popped -> popped != null && popped.hasValue());
    CompletableFuture<Boolean> unused =
        marker.whenComplete(
            (popped, error) -> {
              if (error == null) {
                waiting.locked(() -> woken(popped));
              } else {
                CompletableFuture.delayedExecutor(
                        PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> waiting.locked(() -> woken(false)));
              }
            });
  }

  private void woken(boolean marked) {
    asleep = false;
    wakesOthers = true;
    List<ExchangeRequest> requests = waiting.takeAll();
    requests.forEach(this::submit);
    if (marked && requests.isEmpty()) {
      // We took the marker, but nobody here wants the job anymore. An exchange that takes nothing
      // puts the marker back for another process.
      submit(ExchangeRequest.settling("-", partition, List.of()));
    }
  }

  /** What the scripts take for one client, whose exchanges never overlap. */
  private static final class Client {
    final String name = Partition.randomText();

    /** Ends the tokens of its leases; two clients seldom have the same. */
    final String nonce = "%06d".formatted(ThreadLocalRandom.current().nextInt(1_000_000));

    /** Grows only with an answer, so that Redis repeats one that was lost. */
    long exchange;

    boolean isBusy;
  }
}
