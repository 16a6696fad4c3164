package io.github.playlistsync.contract;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.spi.queue.JobLease;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Queues that {@link JobIntakeContract} must reject. */
final class IntakeFaults {
  private IntakeFaults() {}

  static List<QueueFault> all() {
    return List.of(
        QueueFault.of(
            "tells an id that is not the job's",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobId enqueue(JobSpec spec, Priority priority) {
                    super.enqueue(spec, priority);
                    return JobId.random();
                  }
                },
            "anAcceptedJobWaitsAndCanBeSeen",
            "workThatWaitsIsNotQueuedTwice",
            "furtherRequestsJoinTheOneThatIsHeldBack"),
        QueueFault.of(
            "mixes up what a job is about",
            QueueFault.leases(
                leases ->
                    leases.stream()
                        .map(
                            l ->
                                new JobLease(
                                    l.job(),
                                    JobSpec.user(l.spec().user()),
                                    l.priority(),
                                    l.attempt(),
                                    l.token(),
                                    l.until()))
                        .toList()),
            "everyKindOfWorkComesBackAsItWasGiven"),
        QueueFault.of(
            "takes one user's work for another's",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobId enqueue(JobSpec spec, Priority priority) {
                    return super.enqueue(
                        new JobSpec(spec.type(), JobQueueFixture.ALICE, spec.playlist()), priority);
                  }
                },
            "oneUsersWorkIsNotAnothers"),
        QueueFault.of(
            "only ensures what it should enqueue",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobId enqueue(JobSpec spec, Priority priority) {
                    return super.ensureAll(List.of(spec), priority).get(0);
                  }
                },
            "aMoreUrgentRequestRaisesThePriority",
            "workThatRunsIsDoneOnceMoreAfterwards",
            "workWhoseJobWaitsForChildrenIsDoneOnceMoreAfterwards"),
        QueueFault.of(
            "lowers a priority",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Optional<JobStatus> status(JobId job) {
                    return super.status(job).map(IntakeFaults::low);
                  }
                },
            "aLessUrgentRequestLowersNothing"),
        QueueFault.of(
            "never forgets what it was asked for",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  private final Map<JobSpec, JobId> known = new HashMap<>();

                  @Override
                  public JobId enqueue(JobSpec spec, Priority priority) {
                    return known.computeIfAbsent(spec, each -> super.enqueue(each, priority));
                  }
                },
            "workThatEndedIsQueuedAnew"),
        QueueFault.of(
            "answers for many in another order",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public List<JobId> enqueueAll(List<JobSpec> specs, Priority priority) {
                    List<JobId> jobs = new ArrayList<>(super.enqueueAll(specs, priority));
                    Collections.rotate(jobs, 1);
                    return jobs;
                  }
                },
            "manyAreAcceptedInTheirOrder"),
        QueueFault.of(
            "enqueues what it should only ensure",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public List<JobId> ensureAll(List<JobSpec> specs, Priority priority) {
                    return super.enqueueAll(specs, priority);
                  }
                },
            "ensuringQueuesWhatIsMissingAndNothingElse"),
        QueueFault.of(
            "does not say which argument is null",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobId enqueue(JobSpec spec, Priority priority) {
                    if (spec == null || priority == null) {
                      throw new NullPointerException();
                    }
                    return super.enqueue(spec, priority);
                  }
                },
            "nullIsRefusedByName"),
        QueueFault.of(
            "works on after its end",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public void close() {
                    // Broken on purpose.
                  }
                },
            "aClosedQueueRefusesToWork"));
  }

  private static JobStatus low(JobStatus job) {
    return new JobStatus(
        job.id(),
        job.spec(),
        job.state(),
        Priority.LOW,
        job.tries(),
        job.progress(),
        job.waiting(),
        job.parent(),
        job.children(),
        job.times(),
        job.worker(),
        job.result(),
        job.error());
  }
}
