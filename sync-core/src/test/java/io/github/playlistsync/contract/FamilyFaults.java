package io.github.playlistsync.contract;

import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.spi.queue.JobOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Queues that {@link JobFamilyContract} must reject. */
final class FamilyFaults {
  private FamilyFaults() {}

  static List<QueueFault> all() {
    return List.of(
        QueueFault.of(
            "ends a job that splits its work",
            QueueFault.outcomes(
                outcome ->
                    outcome instanceof JobOutcome.FannedOut split
                        ? new JobOutcome.Succeeded(split.report())
                        : outcome),
            "aJobThatSplitsItsWorkWaitsForIt",
            "aChildThatFailsFailsItsParentAtTheEnd",
            "aChildThatIsCanceledCancelsItsParentAtTheEnd",
            "aChildsRetriesKeepTheParentWaiting",
            "workThatWaitsAlreadyBecomesAChild",
            "workThatRunsAlreadyIsDoneOnceMoreForTheParent",
            "splittingAgainMakesNoMoreChildren",
            "cancelingAParentCancelsTheChildrenThatNobodyElseWants",
            "cancelingAParentAsksTheChildrenThatRun",
            "manyChildrenAreMadeInOneStep"),
        QueueFault.of(
            "takes a job without children for a failure",
            QueueFault.outcomes(
                outcome ->
                    outcome instanceof JobOutcome.FannedOut split && split.children().isEmpty()
                        ? new JobOutcome.Failed("no children", null)
                        : outcome),
            "withoutChildrenAJobSucceedsAtOnce"),
        QueueFault.of(
            "lists children in another order",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobPage jobs(JobFilter filter) {
                    JobPage page = super.jobs(filter);
                    List<JobStatus> reversed = new ArrayList<>(page.jobs());
                    Collections.reverse(reversed);
                    return new JobPage(reversed, page.next());
                  }
                },
            "childrenAreListedInTheirOrder"),
        QueueFault.of(
            "makes the children before it asks whether the job may go on",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Exchange exchange(
                      String worker, List<Settlement> done, int want, Duration maxWait) {
                    for (Settlement each : done) {
                      if (each.outcome() instanceof JobOutcome.FannedOut split) {
                        split.children().forEach(child -> enqueue(child.spec(), child.priority()));
                      }
                    }
                    return super.exchange(worker, done, want, maxWait);
                  }
                },
            "aJobWhoseEndIsWantedSplitsNothing"));
  }
}
