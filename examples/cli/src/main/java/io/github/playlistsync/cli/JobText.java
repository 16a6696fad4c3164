package io.github.playlistsync.cli;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.report.SyncReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Describes a job in words. */
final class JobText {
  private static final int BAR = 30;

  private JobText() {}

  /** Everything about a job, one fact per line. */
  static List<String> lines(JobStatus job, @Nullable SyncReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("Job " + job.id() + ": " + work(job));
    lines.add("state     " + state(job));
    lines.add("priority  " + job.priority().name().toLowerCase(Locale.ROOT));
    if (job.parent() != null) {
      lines.add("part of   " + job.parent());
    }
    JobStatus.Children children = job.children();
    if (children.total() > 0) {
      lines.add(
          "made      %,d jobs: %,d succeeded, %,d failed, %,d canceled"
              .formatted(
                  children.total(), children.succeeded(), children.failed(), children.canceled()));
    }
    lines.add("tried     " + tries(job));
    lines.add("enqueued  " + job.times().created());
    if (job.times().started() != null) {
      lines.add("started   " + job.times().started());
    }
    if (job.times().ended() != null) {
      lines.add("ended     " + job.times().ended());
    }
    if (job.error() != null) {
      lines.add("error     " + Printable.oneLine(job.error()));
    }
    if (report != null) {
      ReportText.summary(report).forEach(line -> lines.add("report    " + line));
    }
    return lines;
  }

  /** Its state and progress, in one line. */
  static String state(JobStatus job) {
    Wait waiting = job.waiting();
    String waits =
        waiting == null
            ? ""
            : " until %s: %s".formatted(waiting.until(), Printable.oneLine(waiting.reason()));
    if (job.state() == JobState.DEFERRED) {
      return "DEFERRED" + waits;
    }
    if (job.state() == JobState.QUEUED || job.progress().equals(Progress.NONE)) {
      return job.state() + (waits.isEmpty() ? "" : ", waits" + waits);
    }
    return job.state()
        + "  "
        + progress(job.progress())
        + (waits.isEmpty() ? "" : ", waits" + waits);
  }

  /** The same with a progress bar. */
  static String bar(JobStatus job) {
    Progress progress = job.progress();
    Long total = progress.total();
    if (job.state() == JobState.DEFERRED || total == null || total == 0) {
      return state(job);
    }
    int full = (int) (BAR * progress.done() / total);
    return "[%s%s] %s".formatted("#".repeat(full), "-".repeat(BAR - full), state(job));
  }

  /** What a job syncs. */
  static String work(JobStatus job) {
    JobSpec spec = job.spec();
    if (spec == null) {
      return "unreadable work";
    }
    return spec.playlist() == null
        ? "library of " + spec.user()
        : "playlist " + spec.playlist() + " for " + spec.user();
  }

  private static String progress(Progress progress) {
    String unit = progress.unit().name().toLowerCase(Locale.ROOT);
    String count =
        progress.total() == null
            ? Printable.number(progress.done())
            : "%,d/%,d".formatted(progress.done(), progress.total());
    String eta = progress.eta() == null ? "" : ", " + Spans.shown(progress.eta()) + " left";
    return "%s %s %s%s".formatted(progress.phase(), count, unit, eta);
  }

  private static String tries(JobStatus job) {
    int losses = job.tries().leaseLosses();
    return "%,d times%s"
        .formatted(
            job.tries().attempts(),
            losses == 0 ? "" : ", and interrupted " + losses + " more times");
  }
}
