package io.github.playlistsync.contract;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.spi.queue.JobEvents;
import io.github.playlistsync.spi.queue.JobLease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Queues that {@link JobWaitingContract} must reject. */
final class WaitingFaults {
  private WaitingFaults() {}

  static List<QueueFault> all() {
    return List.of(
        QueueFault.of(
            "does not wait",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Exchange exchange(
                      String worker, List<Settlement> done, int want, Duration maxWait) {
                    return super.exchange(worker, done, want, Duration.ZERO);
                  }
                },
            "aWaitEndsWithTheFirstJob",
            "aWaitEndsWhenTheQueueGoesOn",
            "anotherRunsEndLetsAWaitingWorkerGoOn"),
        QueueFault.of(
            "calls the end of a wait a failure",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Exchange exchange(
                      String worker, List<Settlement> done, int want, Duration maxWait) {
                    Exchange exchange = super.exchange(worker, done, want, maxWait);
                    if (exchange.leases().isEmpty() && !maxWait.isZero()) {
                      throw new QueueUnavailableException("nothing came");
                    }
                    return exchange;
                  }
                },
            "aWaitEndsWithItsTime",
            "aWaitEndsWithTheQueue"),
        QueueFault.of(
            "settles nothing when it takes, and does not wait for ends",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Exchange exchange(
                      String worker, List<Settlement> done, int want, Duration maxWait) {
                    return super.exchange(worker, want == 0 ? done : List.of(), want, maxWait);
                  }

                  @Override
                  public Optional<JobStatus> await(JobId job, Duration maxWait) {
                    return super.await(job, Duration.ZERO);
                  }
                },
            "whatIsDoneIsSettledBeforeTheWait",
            "theEndOfAJobCanBeAwaited"),
        QueueFault.of(
            "swallows interruption",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Exchange exchange(
                      String worker, List<Settlement> done, int want, Duration maxWait) {
                    try {
                      return super.exchange(worker, done, want, maxWait);
                    } catch (SyncInterruptedException e) {
                      return new Exchange(List.of(), List.of());
                    }
                  }
                },
            "interruptionEndsAWaitAndTakesNothing",
            "anInterruptedThreadTakesNothing"),
        QueueFault.of(
            "does not say how an awaited job stands",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Optional<JobStatus> await(JobId job, Duration maxWait) {
                    return Optional.empty();
                  }
                },
            "awaitingIsBounded"),
        QueueFault.of(
            "does not say how a job stands that is awaited without a thread",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public CompletableFuture<Optional<JobStatus>> awaitAsync(
                      JobId job, Duration maxWait) {
                    return CompletableFuture.completedFuture(Optional.empty());
                  }
                },
            "theEndOfAJobCanBeAwaitedWithoutAThread",
            "awaitingWithoutAThreadIsBounded",
            "awaitingWithoutAThreadEndsWithTheQueue"),
        QueueFault.of(
            "does not wait for events",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobEvents events(String after, Duration maxWait) {
                    return super.events(after, Duration.ZERO);
                  }
                },
            "eventsCanBeWaitedFor"),
        QueueFault.of(
            "gives each job out twice",
            QueueFault.leases(
                leases -> {
                  List<JobLease> twice = new ArrayList<>(leases);
                  twice.addAll(leases);
                  return twice;
                }),
            "everyJobIsDoneOnceHoweverManyWorkersThereAre"));
  }
}
