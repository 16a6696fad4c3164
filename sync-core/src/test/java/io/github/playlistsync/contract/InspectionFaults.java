package io.github.playlistsync.contract;

import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.spi.queue.JobEvents;
import io.github.playlistsync.spi.queue.QueueSettings.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Queues that {@link JobInspectionContract} must reject. */
final class InspectionFaults {
  private static final Retention LONG = new Retention(1_000, Duration.ofDays(1_000));

  private InspectionFaults() {}

  static List<QueueFault> all() {
    return List.of(
        QueueFault.of(
            "fails for what it does not know",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Optional<JobStatus> status(JobId job) {
                    return Optional.of(super.status(job).orElseThrow());
                  }
                },
            "whatIsNotKnownIsEmpty"),
        QueueFault.of(
            "lists the oldest first",
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
            "aUsersJobsComeNewestFirstPageByPage"),
        QueueFault.of(
            "does not look at states",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobPage jobs(JobFilter f) {
                    return super.jobs(
                        new JobFilter(f.user(), f.parent(), Set.of(), f.limit(), f.after()));
                  }
                },
            "jobsAreFoundByTheirState"),
        QueueFault.of(
            "ends after the first page",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobPage jobs(JobFilter filter) {
                    return new JobPage(super.jobs(filter).jobs(), null);
                  }
                },
            "everybodysJobsAreSeenOncePageByPage"),
        QueueFault.of(
            "starts again at a cursor that it does not know",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobPage jobs(JobFilter filter) {
                    try {
                      return super.jobs(filter);
                    } catch (IllegalArgumentException e) {
                      return super.jobs(JobFilter.all());
                    }
                  }
                },
            "anUnknownCursorIsRefused"),
        QueueFault.of(
            "does not tell when a job begins",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobEvents events(String after, Duration maxWait) {
                    JobEvents events = super.events(after, maxWait);
                    return new JobEvents(
                        events.events().stream()
                            .filter(event -> event.state() != JobState.RUNNING)
                            .toList(),
                        events.next(),
                        events.gap());
                  }
                },
            "everyChangeOfStateIsAnEvent"),
        QueueFault.of(
            "does not say that it forgot events",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public JobEvents events(String after, Duration maxWait) {
                    JobEvents events = super.events(after, maxWait);
                    return new JobEvents(events.events(), events.next(), false);
                  }
                },
            "aReaderLearnsThatEventsAreMissing"),
        QueueFault.of(
            "keeps everything",
            QueueFault.settings(settings -> settings.withRetention(LONG, LONG)),
            "theNewestEndedJobsAreKept",
            "endedJobsAreForgottenWithTime",
            "endedJobsNeedNotBeKept"),
        QueueFault.of(
            "keeps all events",
            QueueFault.settings(settings -> settings.withEvents(1_000_000)),
            "eventsAreBounded",
            "eventsOfManyJobsAtOnceAreBounded",
            "aReaderLearnsThatEventsAreMissing"));
  }
}
