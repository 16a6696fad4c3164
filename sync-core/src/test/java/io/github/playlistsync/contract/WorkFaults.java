package io.github.playlistsync.contract;

import io.github.playlistsync.model.JobCounts;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Queues that {@link JobWorkContract} must reject. */
final class WorkFaults {
  private WorkFaults() {}

  static List<QueueFault> all() {
    List<QueueFault> faults = new ArrayList<>(taking());
    faults.addAll(settling());
    faults.addAll(keeping());
    return faults;
  }

  private static List<QueueFault> taking() {
    return List.of(
        QueueFault.of(
            "counts attempts wrongly",
            QueueFault.leases(
                leases ->
                    leases.stream()
                        .map(
                            l ->
                                new JobLease(
                                    l.job(), l.spec(), l.priority(), 7, l.token(), l.until()))
                        .toList()),
            "aJobThatIsTakenRunsUnderALease"),
        QueueFault.of(
            "gives one more than is wanted",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Exchange exchange(
                      String worker, List<Settlement> done, int want, Duration maxWait) {
                    return super.exchange(worker, done, want + 1, maxWait);
                  }
                },
            "noMoreAreTakenThanWanted"),
        QueueFault.of(
            "knows no priorities",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobId enqueue(JobSpec spec, Priority priority) {
                    return super.enqueue(spec, Priority.NORMAL);
                  }
                },
            "urgentWorkComesFirst"),
        QueueFault.of(
            "serves a low priority only when nothing else waits",
            QueueFault.order(
                leases ->
                    leases.stream().sorted(Comparator.comparing(JobLease::priority)).toList()),
            "noPriorityStarves"),
        QueueFault.of(
            "gives out the newest first",
            QueueFault.order(
                leases -> {
                  List<JobLease> newest = new ArrayList<>(leases);
                  Collections.reverse(newest);
                  return newest;
                }),
            "aUsersJobsComeInTheirOrder"),
        QueueFault.of(
            "serves one user after the other",
            QueueFault.order(
                leases ->
                    leases.stream()
                        .sorted(Comparator.comparing((JobLease lease) -> lease.spec().user()))
                        .toList()),
            "usersTakeTurns",
            "aUserWithMuchWorkKeepsNobodyWaiting"),
        QueueFault.of(
            "has no limit a user",
            QueueFault.settings(settings -> settings.withUserLimit(1_000)),
            "aUserHasNoMoreRunsThanTheLimit",
            "theSettingsCanBeAskedFor"),
        QueueFault.of(
            "takes anything for an argument",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Exchange exchange(
                      String worker, List<Settlement> done, int want, Duration maxWait) {
                    return super.exchange("worker", done, Math.max(0, want), maxWait);
                  }
                },
            "senselessArgumentsAreRefused"),
        QueueFault.of(
            "does not count a user's jobs",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobCounts counts(UserId user) {
                    return new JobCounts(Map.of());
                  }
                },
            "aUserWhoseJobsEndedCanStartAgain"));
  }

  private static List<QueueFault> settling() {
    return List.of(
        QueueFault.of(
            "loses the report",
            QueueFault.outcomes(
                outcome ->
                    outcome instanceof JobOutcome.Succeeded
                        ? new JobOutcome.Succeeded("")
                        : outcome),
            "aJobThatSucceedsEndsWithItsReport"),
        QueueFault.of(
            "calls a failure a success",
            QueueFault.outcomes(
                outcome ->
                    outcome instanceof JobOutcome.Failed
                        ? new JobOutcome.Succeeded("done")
                        : outcome),
            "aJobThatFailsEndsWithItsError"),
        QueueFault.of(
            "tries again at once",
            QueueFault.outcomes(
                outcome ->
                    outcome instanceof JobOutcome.Retry ? new JobOutcome.HandedBack() : outcome),
            "aRetryWaitsAndUsesAnAttempt"),
        QueueFault.of(
            "counts a deferral as an attempt",
            QueueFault.outcomes(
                outcome ->
                    outcome instanceof JobOutcome.Deferred deferred
                        ? new JobOutcome.Retry(Duration.ofHours(22), deferred.reason())
                        : outcome),
            "aDeferredJobWaitsForItsTimeAndUsesNoAttempt",
            "aDeferralThatIsOverIsNone"),
        QueueFault.of(
            "cannot add up long delays",
            QueueFault.outcomes(
                outcome ->
                    outcome instanceof JobOutcome.Retry retry
                            && retry.delay().equals(JobOutcome.LONGEST_DELAY)
                        ? new JobOutcome.HandedBack()
                        : outcome),
            "aDelayBeyondAllTimeDelaysTheJobAndNobodyElse"),
        QueueFault.of(
            "counts handing back as an attempt",
            QueueFault.outcomes(
                outcome ->
                    outcome instanceof JobOutcome.HandedBack
                        ? new JobOutcome.Retry(Duration.ZERO, "again")
                        : outcome),
            "aJobHandedBackKeepsItsPositionAndUsesNoAttempt"),
        QueueFault.of(
            "refuses what it was told before",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  private final Set<JobLease> told = new HashSet<>();

                  @Override
                  public Exchange exchange(
                      String worker, List<Settlement> done, int want, Duration maxWait) {
                    Exchange exchange = super.exchange(worker, done, want, maxWait);
                    List<JobLease> refused =
                        done.stream().map(Settlement::lease).filter(l -> !told.add(l)).toList();
                    return new Exchange(exchange.leases(), refused);
                  }
                },
            "settlingAgainChangesNothing"),
        QueueFault.of(
            "takes before it settles",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Exchange exchange(
                      String worker, List<Settlement> done, int want, Duration maxWait) {
                    Exchange taken = super.exchange(worker, List.of(), want, maxWait);
                    Exchange settled = super.exchange(worker, done, 0, maxWait);
                    return new Exchange(taken.leases(), settled.refused());
                  }
                },
            "oneExchangeSettlesAndTakes"));
  }

  private static List<QueueFault> keeping() {
    return List.of(
        QueueFault.of(
            "waits for a silent worker for ever",
            QueueFault.settings(settings -> settings.withLease(Duration.ofDays(10))),
            "aLeaseThatRunsOutIsGivenToSomebodyElse"),
        QueueFault.of(
            "gives a job to its killers without end",
            QueueFault.settings(settings -> settings.withLeaseLosses(1_000)),
            "aJobThatKeepsLosingItsWorkersFails"),
        QueueFault.of(
            "does not say what it refused",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Exchange exchange(
                      String worker, List<Settlement> done, int want, Duration maxWait) {
                    return new Exchange(
                        super.exchange(worker, done, want, maxWait).leases(), List.of());
                  }
                },
            "aLateWorkerChangesNothing"),
        QueueFault.of(
            "does not listen to signs of life",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public List<Directive> heartbeat(List<Heartbeat> beats) {
                    return Collections.nCopies(beats.size(), Directive.GO_ON);
                  }
                },
            "aSignOfLifeKeepsTheLease",
            "progressCanBeSeen",
            "aWaitInsideARunCanBeSeenUntilTheRunGoesOn"),
        QueueFault.of(
            "believes that a run waits as long as it said",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  private final Map<JobId, Wait> told = new HashMap<>();

                  @Override
                  public List<Directive> heartbeat(List<Heartbeat> beats) {
                    for (Heartbeat beat : beats) {
                      if (beat.waiting() != null) {
                        told.put(beat.lease().job(), beat.waiting());
                      }
                    }
                    return super.heartbeat(beats);
                  }

                  @Override
                  public Optional<JobStatus> status(JobId job) {
                    return super.status(job).map(status -> waiting(status, told.get(job)));
                  }
                },
            "aWaitInsideARunCanBeSeenUntilTheRunGoesOn",
            "aWaitInsideARunEndsWithTheRun"),
        QueueFault.of(
            "forgets how far a run came that ended",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Exchange exchange(
                      String worker, List<Settlement> done, int want, Duration maxWait) {
                    List<Settlement> without =
                        done.stream()
                            .map(each -> new Settlement(each.lease(), each.outcome()))
                            .toList();
                    return super.exchange(worker, without, want, maxWait);
                  }
                },
            "theEndOfARunTellsHowFarItCame"),
        QueueFault.of(
            "lets nobody yield",
            QueueFault.directives(told -> Collections.nCopies(told.size(), Directive.GO_ON)),
            "urgentWorkAsksOneJobOfLowPriorityToMakeWay",
            "aUsersOwnJobsMakeWayForTheirUrgentOne"),
        QueueFault.of(
            "counts for ever who was told to yield",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  private final Set<JobId> told = new HashSet<>();

                  @Override
                  public List<Directive> heartbeat(List<Heartbeat> beats) {
                    List<Directive> directives = new ArrayList<>(super.heartbeat(beats));
                    for (int i = 0; i < directives.size(); i++) {
                      JobId job = beats.get(i).lease().job();
                      if (directives.get(i) == Directive.YIELD && !told.isEmpty()) {
                        directives.set(i, told.contains(job) ? Directive.YIELD : Directive.GO_ON);
                      } else if (directives.get(i) == Directive.YIELD) {
                        told.add(job);
                      }
                    }
                    return directives;
                  }
                },
            "whoMadeWayDoesNotCountAnyMoreWhenItRunsAgain"),
        QueueFault.of(
            "lets everybody yield",
            QueueFault.directives(told -> Collections.nCopies(told.size(), Directive.YIELD)),
            "onlyJobsOfLowPriorityMakeWay"),
        QueueFault.of(
            "directs in another order",
            QueueFault.directives(
                told -> {
                  List<Directive> reversed = new ArrayList<>(told);
                  Collections.reverse(reversed);
                  return reversed;
                }),
            "directivesComeInTheOrderOfTheBeats"));
  }

  private static JobStatus waiting(JobStatus job, Wait wait) {
    return job.state() != JobState.RUNNING
        ? job
        : new JobStatus(
            job.id(),
            job.spec(),
            job.state(),
            job.priority(),
            job.tries(),
            job.progress(),
            wait,
            job.parent(),
            job.children(),
            job.times(),
            job.worker(),
            job.result(),
            job.error());
  }
}
