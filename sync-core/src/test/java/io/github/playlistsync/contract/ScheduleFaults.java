package io.github.playlistsync.contract;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.SyncSchedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Queues that {@link JobScheduleContract} must reject. */
final class ScheduleFaults {
  private ScheduleFaults() {}

  /** A clock that does not go back with another. */
  private static final class LatestClock extends Clock {
    private final Clock other;
    private Instant latest = Instant.MIN;

    LatestClock(Clock other) {
      this.other = other;
    }

    @Override
    public Instant instant() {
      Instant now = other.instant();
      latest = now.isAfter(latest) ? now : latest;
      return latest;
    }

    @Override
    public ZoneId getZone() {
      return other.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return other.withZone(zone);
    }
  }

  static List<QueueFault> all() {
    return List.of(
        QueueFault.of(
            "forgets schedules",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public void schedule(SyncSchedule schedule) {
                    // Broken on purpose.
                  }
                },
            "aScheduleMakesOneJobAPeriod",
            "aScheduleCanBeAskedFor",
            "periodsThatWereMissedAreNotMadeUpFor",
            "anotherScheduleReplacesTheFirst",
            "aScheduleThatIsRemovedMakesNoMoreJobs",
            "theScheduleOfAPausedUserIsHeld",
            "aScheduleThatWasHeldKeepsItsRhythm",
            "schedulesOfManyUsersAllFallDue",
            "aPlaylistHasAScheduleOfItsOwn",
            "allSchedulesOfAPausedUserAreHeld",
            "schedulesAreListedPageByPage"),
        QueueFault.of(
            "has one schedule a user",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public void schedule(SyncSchedule schedule) {
                    schedules(null, 1_000).stream()
                        .filter(old -> old.user().equals(schedule.user()))
                        .filter(old -> !old.spec().equals(schedule.spec()))
                        .forEach(old -> unschedule(old.spec()));
                    super.schedule(schedule);
                  }
                },
            "aPlaylistHasAScheduleOfItsOwn",
            "allSchedulesOfAPausedUserAreHeld",
            "schedulesAreListedPageByPage"),
        QueueFault.of(
            "lists the first page only",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public List<SyncSchedule> schedules(JobSpec after, int limit) {
                    return after == null ? super.schedules(null, limit) : List.of();
                  }
                },
            "schedulesAreListedPageByPage"),
        QueueFault.of(
            "counts the period from the end of a pause",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Optional<Instant> nextDue(JobSpec work) {
                    Optional<Instant> due = super.nextDue(work);
                    return isPaused(work.user())
                        ? due
                        : due.map(time -> clock.instant().plus(Duration.ofMinutes(30)));
                  }
                },
            "aScheduleThatWasHeldKeepsItsRhythm"),
        QueueFault.of(
            "believes the latest time that it ever saw",
            (settings, clock) -> new ForwardingJobQueue(settings, new LatestClock(clock)),
            "aClockThatWasFarAheadPutsNothingOff"),
        QueueFault.of(
            "knows no jitter",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public void schedule(SyncSchedule schedule) {
                    super.schedule(
                        new SyncSchedule(
                            schedule.spec(), schedule.every(), Duration.ZERO, schedule.priority()));
                  }
                },
            "theJitterStaysWithinItsBoundsAndVaries"),
        QueueFault.of(
            "begins anew when it is told the same again",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public void schedule(SyncSchedule schedule) {
                    unschedule(schedule.spec());
                    super.schedule(schedule);
                  }
                },
            "settingAnEqualScheduleAgainChangesNothing"),
        QueueFault.of(
            "enqueues what falls due although it runs",
            (settings, clock) ->
                new ForwardingJobQueue(settings, clock) {
                  @Override
                  public Exchange exchange(
                      String worker, List<Settlement> done, int want, Duration maxWait) {
                    nextDue(JobSpec.user(JobQueueFixture.ALICE))
                        .filter(due -> !due.isAfter(clock.instant()))
                        .ifPresent(
                            due -> enqueue(JobSpec.user(JobQueueFixture.ALICE), Priority.LOW));
                    return super.exchange(worker, done, want, maxWait);
                  }
                },
            "aScheduleAddsNothingToWorkThatWaitsOrRuns"));
  }
}
