package io.github.playlistsync.internal.jobs;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.codec.ReportCodec;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.RunControl;
import io.github.playlistsync.internal.sync.Outage;
import io.github.playlistsync.internal.sync.SyncRun;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobType;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.RunInfo;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a job and decides its outcome. */
public final class JobRunner {
  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  private final EngineParts parts;
  private final JobQueue queue;
  private final WorkerSettings settings;
  private final RandomGenerator random;
  private final OutageWatch outage;
  private final ParentLists lists;
  private final ScheduleReconciler schedules;

  public JobRunner(
      EngineParts parts, JobQueue queue, WorkerSettings settings, RandomGenerator random) {
    this.parts = parts;
    this.queue = queue;
    this.settings = settings;
    this.random = random;
    this.outage = new OutageWatch(parts.clock());
    this.lists = new ParentLists(queue, parts.store());
    this.schedules = new ScheduleReconciler(queue, parts, settings.scheduleCheck());
  }

  /**
   * Runs a job.
   *
   * @return its outcome; null if its lease was lost, so that there is nothing to settle
   */
  public @Nullable JobOutcome run(JobLease lease, RunControl control) {
    if (outage.enter().isPresent()) {
      // Taken just before the outage was found, or beside the one that tries.
      return new JobOutcome.HandedBack();
    }
    try {
      RunInfo info = new RunInfo(lease.spec().user(), lease.spec().playlist(), lease.job());
      SyncRun run = new SyncRun(info, parts, control);
      return lease.spec().type() == JobType.SYNC_USER
          ? planned(lease, run.planUser(), control)
          : synced(lease, run, control);
    } catch (SyncInterruptedException stopped) {
      return stopped(lease, control);
    } catch (QueueUnavailableException away) {
      // The worker settles it once the queue is back; the run is begun again, and is no attempt.
      String why = Failure.of(away).message();
      log.warn("Job {} is begun again: {}", lease.job(), why);
      return new JobOutcome.Deferred(Outage.PAUSE, why);
    } catch (Throwable bug) {
      log.error("Job {} failed", lease.job(), bug);
      String error = "internal error, see the log: " + bug.getClass().getSimpleName();
      return againUnlessAway(lease, error, null);
    }
  }

  /** The outcome of a run that exceeded its time and may still go on. */
  JobOutcome tookTooLong(JobLease lease) {
    return again(lease, "a run took longer than " + settings.maxRun(), null);
  }

  private @Nullable JobOutcome stopped(JobLease lease, RunControl control) {
    RunControl.Stop reason = control.stopped();
    if (reason == null) {
      return again(lease, "the thread of a run was interrupted", null);
    }
    return switch (reason) {
      case CANCELED -> new JobOutcome.Canceled();
      case YIELDED, CLOSING -> new JobOutcome.HandedBack();
      case TOOK_TOO_LONG -> tookTooLong(lease);
      case LEASE_LOST -> null;
    };
  }

  private JobOutcome synced(JobLease lease, SyncRun run, RunControl control) {
    SyncReport report = run.syncPlaylist();
    outage.ended(lease.spec(), report);
    if (report.failure() == null) {
      lists.synced(lease, control);
    }
    JobOutcome outcome = ended(lease, report, control);
    if (outcome instanceof JobOutcome.Succeeded) {
      control.finished(Progress.Unit.ITEMS);
    }
    return outcome;
  }

  private JobOutcome planned(JobLease lease, SyncRun.UserPlan plan, RunControl control) {
    SyncReport report = plan.report();
    outage.ended(lease.spec(), report);
    if (report.failure() != null) {
      return ended(lease, report, control);
    }
    report = withoutThoseToSync(report, plan.toSync());
    List<JobOutcome.Child> children = plan.toSync().stream().map(id -> child(lease, id)).toList();
    if (plan.isWhole() && children.size() <= JobOutcome.FannedOut.MAX_CHILDREN) {
      if (children.isEmpty()) {
        control.finished(Progress.Unit.PLAYLISTS);
      }
      return new JobOutcome.FannedOut(ReportCodec.write(report), children);
    }
    // Part of the list could not be read or written: the rest is synced all the same, and the job
    // tries again.
    control.check();
    queue.enqueueAll(children.stream().map(JobOutcome.Child::spec).toList(), lease.priority());
    return againUnlessAway(lease, sentences(report), report);
  }

  private static String sentences(SyncReport report) {
    return report.problems().stream().map(Problem::sentence).collect(Collectors.joining("; "));
  }

  /** Leaves out what the children will report. */
  private static SyncReport withoutThoseToSync(SyncReport report, List<PlaylistId> toSync) {
    Set<PlaylistId> later = Set.copyOf(toSync);
    return new SyncReport(
        report.user(),
        report.outcome(),
        report.playlists().stream().filter(settled -> !later.contains(settled.id())).toList(),
        report.gone(),
        report.back(),
        report.problems(),
        report.cost(),
        report.failure());
  }

  private static JobOutcome.Child child(JobLease lease, PlaylistId playlist) {
    return new JobOutcome.Child(JobSpec.playlist(lease.spec().user(), playlist), lease.priority());
  }

  private JobOutcome ended(JobLease lease, SyncReport report, RunControl control) {
    Failure failure = report.failure();
    boolean held = report.playlists().stream().anyMatch(p -> p.outcome() == PlaylistOutcome.HELD);
    if (held) {
      return again(lease, "two looks at a playlist in doubt showed different things", report);
    }
    if (failure == null) {
      return new JobOutcome.Succeeded(ReportCodec.write(report));
    }
    if (failure.retryAt() != null) {
      return deferredTo(failure.retryAt(), failure.message());
    }
    if (failure.suspends() != null) {
      control.check();
      schedules.give(lease.spec().user());
    }
    return failure.retryable()
        ? againUnlessAway(lease, failure.message(), report)
        : new JobOutcome.Failed(failure.message(), ReportCodec.write(report));
  }

  private JobOutcome deferredTo(Instant until, String reason) {
    return new JobOutcome.Deferred(Duration.between(parts.clock().instant(), until), reason);
  }

  /** Another attempt; while the database is away, a run that takes none once it is back. */
  private JobOutcome againUnlessAway(JobLease lease, String error, @Nullable SyncReport report) {
    try {
      parts.store().user(lease.spec().user());
    } catch (StoreUnavailableException away) {
      return deferredTo(outage.storeIsAway(), error);
    } catch (Throwable other) {
      // Whatever a host's store throws, the job ends, and not with its lease.
      log.debug("The store refuses a user: {}", other.toString());
    }
    return again(lease, error, report);
  }

  /** How long the workers of this process begin no run; zero if they may. */
  Duration pause() {
    return outage.left();
  }

  /** Another attempt after a wait, shortened by up to half at random; a failure if none is left. */
  private JobOutcome again(JobLease lease, String error, @Nullable SyncReport report) {
    String what = lease.spec().playlist() == null ? "" : ", playlist " + lease.spec().playlist();
    if (lease.attempt() >= settings.attempts()) {
      log.warn("Job {}{} is given up: {}", lease.job(), what, error);
      String all = error + "; tried " + lease.attempt() + " times";
      return new JobOutcome.Failed(all, report == null ? null : ReportCodec.write(report));
    }
    log.warn("Job {}{} is tried again: {}", lease.job(), what, error);
    long longest = settings.delayAfter(lease.attempt()).toMillis();
    return new JobOutcome.Retry(
        Duration.ofMillis(random.nextLong(longest / 2, longest + 1)), error);
  }
}
