package io.github.playlistsync.internal.jobs;

import static io.github.playlistsync.model.Problem.Code.FAILED;
import static io.github.playlistsync.model.Problem.Code.REPORT_CUT;

import io.github.playlistsync.internal.codec.ReportCodec;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The reports of jobs. A parent's report adds up its children's, so it is the one that a call would
 * have given.
 */
public final class JobReports {
  private static final int PAGE = 200;

  private final JobQueue queue;
  private final PlaylistStore store;

  public JobReports(JobQueue queue, PlaylistStore store) {
    this.queue = queue;
    this.store = store;
  }

  /** Returns a job's report; while children run, it covers those that have ended. */
  public Optional<SyncReport> of(JobId id) {
    return queue
        .status(id)
        .flatMap(job -> own(job).map(own -> job.children().total() == 0 ? own : addedUp(job, own)));
  }

  private static Optional<SyncReport> own(JobStatus job) {
    return Optional.ofNullable(job.result()).flatMap(ReportCodec::read);
  }

  private SyncReport addedUp(JobStatus job, SyncReport own) {
    Sum sum = new Sum(own);
    forEachChild(job.id(), sum::add);
    return sum.report(job, store);
  }

  private void forEachChild(JobId parent, Consumer<JobStatus> action) {
    JobFilter filter = JobFilter.childrenOf(parent).limitedTo(PAGE);
    JobPage page = queue.jobs(filter);
    page.jobs().forEach(action);
    while (page.next() != null) {
      page = queue.jobs(filter.after(page));
      page.jobs().forEach(action);
    }
  }

  private static final class Sum {
    private final SyncReport own;
    private final List<PlaylistReport> playlists;
    private final Map<Progress.Phase, Duration> phases = new EnumMap<>(Progress.Phase.class);
    private int apiCalls;
    private int rowsWritten;
    private int itemRowsWritten;
    private int complete;

    Sum(SyncReport own) {
      this.own = own;
      this.playlists = new ArrayList<>(own.playlists());
      add(own.cost());
    }

    void add(JobStatus child) {
      if (!child.state().isEnd() || child.spec() == null) {
        return;
      }
      SyncReport report = own(child).orElse(null);
      if (report != null) {
        add(report.cost());
        boolean done = child.state() == JobState.SUCCEEDED;
        complete += done && report.outcome() == SyncOutcome.COMPLETE ? 1 : 0;
      }
      PlaylistId id = Objects.requireNonNull(child.spec().playlist(), "playlist");
      if (report != null && report.playlists().size() == 1) {
        playlists.add(report.playlists().get(0));
      } else if (child.state() != JobState.SUCCEEDED) {
        playlists.add(failed(id, failure(child, report)));
      }
    }

    private void add(SyncReport.Cost cost) {
      apiCalls += cost.apiCalls();
      rowsWritten += cost.rowsWritten();
      itemRowsWritten += cost.itemRowsWritten();
      cost.phases().forEach((phase, taken) -> phases.merge(phase, taken, Duration::plus));
    }

    private static Failure failure(JobStatus child, @Nullable SyncReport report) {
      if (report != null && report.failure() != null) {
        return report.failure();
      }
      return child.state() == JobState.CANCELED
          ? new Failure("SyncInterruptedException", "the job was canceled", true, null, null)
          : new Failure("SyncException", String.valueOf(child.error()), true, null, null);
    }

    private static PlaylistReport failed(PlaylistId id, Failure failure) {
      return new PlaylistReport(
          id,
          "",
          PlaylistOutcome.FAILED,
          false,
          null,
          TrackCounts.NONE,
          PlaylistReport.Changes.NONE,
          PlaylistReport.Audit.NONE,
          0,
          List.of(Problem.of(FAILED, failure.message())),
          failure);
    }

    SyncReport report(JobStatus job, PlaylistStore store) {
      JobStatus.Children children = job.children();
      List<Problem> problems = new ArrayList<>(own.problems());
      int unknown = children.ended() - (playlists.size() - own.playlists().size());
      if (unknown > 0) {
        problems.add(Problem.of(REPORT_CUT, "what became of " + unknown + " playlists is unknown"));
      }
      sortAsListed(store);
      boolean whole = own.outcome() == SyncOutcome.COMPLETE && complete == children.total();
      boolean allFailed =
          children.ended() == children.total()
              && children.succeeded() == 0
              && playlists.stream().allMatch(p -> p.outcome() == PlaylistOutcome.FAILED);
      Failure failure = allFailed && !playlists.isEmpty() ? playlists.get(0).failure() : null;
      SyncOutcome notFailed = whole ? SyncOutcome.COMPLETE : SyncOutcome.PARTIAL;
      return new SyncReport(
          own.user(),
          failure == null ? notFailed : failure.outcome(),
          playlists,
          own.gone(),
          own.back(),
          problems,
          new SyncReport.Cost(apiCalls, rowsWritten, itemRowsWritten, duration(job), phases),
          failure);
    }

    private void sortAsListed(PlaylistStore store) {
      Map<PlaylistId, Integer> order = new HashMap<>();
      store.library(own.user()).forEach(entry -> order.put(entry.playlist(), order.size()));
      playlists.sort(Comparator.comparing(p -> order.getOrDefault(p.id(), Integer.MAX_VALUE)));
    }

    private Duration duration(JobStatus job) {
      JobStatus.Times times = job.times();
      return times.started() == null || times.ended() == null
          ? own.cost().duration()
          : Duration.between(times.started(), times.ended());
    }
  }
}
