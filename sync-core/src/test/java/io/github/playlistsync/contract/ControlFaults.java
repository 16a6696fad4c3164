package io.github.playlistsync.contract;

import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.QueueRepair;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobOutcome;
import java.util.List;
import java.util.Optional;

/** Queues that {@link JobControlContract} must reject. */
final class ControlFaults {
  private ControlFaults() {}

  static List<QueueFault> all() {
    return List.of(
        QueueFault.of(
            "cancels nothing",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Cancellation cancel(JobId job) {
                    return Cancellation.DONE;
                  }
                },
            "aJobThatWaitsIsCanceledAtOnce",
            "aDeferredJobIsCanceledAtOnce",
            "aJobThatIsHeldBackIsCanceledAtOnce",
            "aJobThatRunsIsTold",
            "aJobWhoseEndIsWantedDoesNotComeBack",
            "aJobWhoseEndIsWantedEndsWithItsLease",
            "whatHasEndedOrIsUnknownCannotBeCanceled",
            "onlyWhatFailedOrWasCanceledCanBeTriedAgain"),
        QueueFault.of(
            "calls what was done canceled",
            QueueFault.outcomes(
                outcome ->
                    outcome instanceof JobOutcome.Succeeded ? new JobOutcome.Canceled() : outcome),
            "aJobThatEndsOfItselfAfterAllIsNotCanceled"),
        QueueFault.of(
            "names the failed job as the new one",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Optional<JobId> retry(JobId job) {
                    return super.retry(job).map(again -> job);
                  }
                },
            "aJobThatFailedIsTriedAgainAsANewOne",
            "tryingAgainJoinsWhatWaitsAlready"),
        QueueFault.of(
            "cannot be paused",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public void pause() {
                    // Broken on purpose.
                  }

                  @Override
                  public void pause(UserId user) {
                    // Broken on purpose.
                  }
                },
            "aPausedQueueGivesNothingOut",
            "aPausedUserIsPassedOver"),
        QueueFault.of(
            "resumes everybody",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public void resume() {
                    super.resume();
                    resume(JobQueueFixture.ALICE);
                  }
                },
            "resumingTheQueueDoesNotResumeItsUsers"),
        QueueFault.of(
            "looks at nothing when it is repaired",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public QueueRepair repair() {
                    return new QueueRepair(0, 0, 0, List.of());
                  }
                },
            "aRepairFindsNothingInASoundQueue"),
        QueueFault.of(
            "cancels everything when it is repaired",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public QueueRepair repair() {
                    jobs(JobFilter.all()).jobs().forEach(job -> cancel(job.id()));
                    return super.repair();
                  }
                },
            "aRepairChangesNothingThatIsRight"));
  }
}
