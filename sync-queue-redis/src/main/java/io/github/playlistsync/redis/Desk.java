package io.github.playlistsync.redis;

import io.github.playlistsync.redis.ExchangeCodec.Answer;
import io.github.playlistsync.redis.ExchangeCodec.Taken;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges with one partition: one at a time, each for all who came meanwhile. So a single
 * worker needs one round trip a job, and many share one. Where very many came meanwhile, a second
 * exchange is sent behind the first, so that Redis is not idle while an answer is read. Guarded by
 * the dispatcher's lock.
 */
final class Desk {
  private static final int MAX_TICKETS = 200;
  private static final int MAX_WANT = 1000;

  /** So many have to wait before a second exchange is sent; fewer would cost more round trips. */
  private static final int ENOUGH = 16;

  private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

  private final Partition partition;
  private final Dispatcher dispatcher;
  private final Duration longestSleep;
  private final Deque<Ticket> queue = new ArrayDeque<>();
  private final List<Line> lines = List.of(new Line(), new Line());
  private boolean asleep;
  private @Nullable Duration untilDue;

  Desk(Partition partition, Dispatcher dispatcher, Duration longestSleep) {
    this.partition = partition;
    this.dispatcher = dispatcher;
    this.longestSleep = longestSleep;
  }

  int number() {
    return partition.number();
  }

  void submit(Ticket ticket) {
    queue.add(ticket);
    sendRest();
  }

  private void sendRest() {
    for (Line line : lines) {
      boolean isFirst = lines.stream().noneMatch(each -> each.isBusy);
      if (!line.isBusy && queue.size() >= (isFirst ? 1 : ENOUGH)) {
        send(line);
      }
    }
  }

  private void send(Line line) {
    List<Ticket> batch = new ArrayList<>();
    List<String> settlements = new ArrayList<>();
    List<String> wants = new ArrayList<>();
    int settled = 0;
    while (!queue.isEmpty() && batch.size() < MAX_TICKETS) {
      Ticket ticket = queue.remove();
      batch.add(ticket);
      for (Settlement settlement : ticket.settlements) {
        ExchangeCodec.write(settlement, partition, settlements);
        settled++;
      }
      if (ticket.missing > 0) {
        wants.add(ticket.worker);
        wants.add(Integer.toString(Math.min(ticket.missing, MAX_WANT)));
      }
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(line.number));
    arguments.add(Integer.toString(settled));
    arguments.addAll(settlements);
    arguments.addAll(wants);
    line.isBusy = true;
    CompletableFuture<Object> unused =
        partition
            .run(Scripts.EXCHANGE, line.client, arguments)
            .whenComplete(
                (found, error) -> dispatcher.locked(() -> answered(line, batch, found, error)));
  }

  private void answered(
      Line line, List<Ticket> batch, @Nullable Object found, @Nullable Throwable error) {
    line.isBusy = false;
    if (error == null && found != null) {
      line.number++;
    }
    // First, so that Redis is not idle while those who waited are woken one by one.
    sendRest();
    if (error != null || found == null) {
      fail(batch, error == null ? new IllegalStateException("no answer") : error);
    } else {
      try {
        Answer answer = Answer.read(found);
        untilDue = answer.untilDue();
        deliver(batch, answer);
      } catch (RuntimeException e) {
        // Nobody else would tell those who wait.
        fail(batch, e);
      }
    }
    sendRest();
  }

  private void fail(List<Ticket> batch, Throwable error) {
    for (Ticket ticket : batch) {
      ticket.fail(RedisCalls.cause(error), dispatcher.isClosed());
    }
  }

  private void deliver(List<Ticket> batch, Answer answer) {
    int settlement = 0;
    int caller = 0;
    for (Ticket ticket : batch) {
      List<JobLease> refused = new ArrayList<>();
      for (Settlement each : ticket.settlements) {
        if (answer.refused().contains(settlement++)) {
          refused.add(each.lease());
        }
      }
      ticket.settled(refused);
      if (ticket.missing == 0) {
        ticket.complete();
      } else {
        hand(ticket, answer.taken().get(caller++));
      }
    }
  }

  private void hand(Ticket ticket, List<Taken> taken) {
    List<JobLease> leases = new ArrayList<>();
    for (Taken each : taken) {
      String problem = each.problem();
      if (problem == null) {
        leases.add(each.lease());
      } else {
        settle(each.lease(), new JobOutcome.Failed(problem, null));
      }
    }
    ticket.take(leases);
    if (leases.size() < taken.size()) {
      queue.add(ticket);
    } else {
      dispatcher.served(ticket, this);
    }
  }

  /** Settles something on our own behalf. */
  void settle(JobLease lease, JobOutcome outcome) {
    queue.add(new Ticket("-", List.of(new Settlement(lease, outcome)), 0, false, 0));
  }

  /** Sleeps until there may be a job, then asks for all who wait. */
  void sleep(RedisClusterAsyncCommands<String, String> blocking) {
    if (asleep) {
      return;
    }
    Duration limit = untilDue;
    Duration time = limit == null || limit.compareTo(longestSleep) > 0 ? longestSleep : limit;
    asleep = true;
    // Zero would be for ever.
    double seconds = Math.max(1, time.toMillis()) / 1000.0;
    CompletableFuture<Boolean> marker =
        blocking
            .bzpopmin(seconds, partition.key("wake"))
            .toCompletableFuture()
            .orTimeout(time.plus(partition.calls().timeout()).toMillis(), TimeUnit.MILLISECONDS)
            .thenApply(popped -> popped != null && popped.hasValue());
    CompletableFuture<Boolean> unused =
        marker.whenComplete(
            (popped, error) -> {
              if (error == null) {
                dispatcher.locked(() -> woken(popped));
              } else {
                CompletableFuture.delayedExecutor(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> dispatcher.locked(() -> woken(false)));
              }
            });
  }

  private void woken(boolean marked) {
    asleep = false;
    List<Ticket> waiting = dispatcher.takeWaiting();
    waiting.forEach(this::submit);
    if (marked && waiting.isEmpty()) {
      // Nobody here wants the job any more, so the marker goes back for another process.
      submit(new Ticket("-", List.of(), 0, false, 0));
    }
  }

  /** A client as the scripts know it: its exchanges follow one another. */
  private static final class Line {
    final String client = Partition.randomText();

    /** Stays the same until an answer has come, so that one that was lost is given again. */
    long number;

    boolean isBusy;
  }
}
