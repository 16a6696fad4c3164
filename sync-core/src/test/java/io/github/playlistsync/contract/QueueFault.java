package io.github.playlistsync.contract;

import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A way in which a queue may be broken.
 *
 * @param what what is broken
 * @param opener makes an empty queue that is broken so
 * @param rejectedBy the contract tests that must see it
 */
record QueueFault(String what, Opener opener, Set<String> rejectedBy) {

  /** Makes a queue. */
  interface Opener {
    JobQueue open(QueueSettings settings, Clock clock);
  }

  static QueueFault of(String what, Opener opener, String... rejectedBy) {
    return new QueueFault(what, opener, Set.of(rejectedBy));
  }

  /** The queue is set to something else than was asked for. */
  static Opener settings(UnaryOperator<QueueSettings> change) {
    return (settings, clock) -> new ForwardingJobQueue(change.apply(settings), clock);
  }

  /** Something else is settled than what was told. */
  static Opener outcomes(UnaryOperator<JobOutcome> change) {
    return (settings, clock) ->
        new ForwardingJobQueue(settings, clock) {
          @Override
          public Exchange exchange(
              String worker, List<Settlement> done, int want, Duration maxWait) {
            List<Settlement> changed =
                done.stream()
                    .map(
                        each ->
                            new Settlement(
                                each.lease(), change.apply(each.outcome()), each.progress()))
                    .toList();
            return super.exchange(worker, changed, want, maxWait);
          }
        };
  }

  /** Something else is handed out than what was taken. */
  static Opener leases(UnaryOperator<List<JobLease>> change) {
    return (settings, clock) ->
        new ForwardingJobQueue(settings, clock) {
          @Override
          public Exchange exchange(
              String worker, List<Settlement> done, int want, Duration maxWait) {
            Exchange exchange = super.exchange(worker, done, want, maxWait);
            return new Exchange(change.apply(exchange.leases()), exchange.refused());
          }
        };
  }

  /** All jobs are put into an order, and the first of them are handed out. */
  static Opener order(UnaryOperator<List<JobLease>> order) {
    return (settings, clock) ->
        new ForwardingJobQueue(settings, clock) {
          @Override
          public Exchange exchange(
              String worker, List<Settlement> done, int want, Duration maxWait) {
            Exchange all = super.exchange(worker, done, want == 0 ? 0 : 20_000, Duration.ZERO);
            List<JobLease> ordered = order.apply(all.leases());
            int most = Math.min(want, ordered.size());
            List<Settlement> back =
                ordered.subList(most, ordered.size()).stream()
                    .map(lease -> new Settlement(lease, new JobOutcome.HandedBack()))
                    .toList();
            super.exchange(worker, back, 0, Duration.ZERO);
            return new Exchange(ordered.subList(0, most), all.refused());
          }
        };
  }

  /** Something else is directed than what should be. */
  static Opener directives(UnaryOperator<List<Directive>> change) {
    return (settings, clock) ->
        new ForwardingJobQueue(settings, clock) {
          @Override
          public List<Directive> heartbeat(List<Heartbeat> beats) {
            return change.apply(super.heartbeat(beats));
          }
        };
  }

  @Override
  public String toString() {
    return what;
  }
}
