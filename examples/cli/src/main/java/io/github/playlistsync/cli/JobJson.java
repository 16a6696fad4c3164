package io.github.playlistsync.cli;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.report.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job as {@code --json} prints it. */
final class JobJson {
  private JobJson() {}

  /** Its status; every field is present, null if it has no value. */
  static Map<String, @Nullable Object> of(JobStatus job) {
    JobSpec spec = job.spec();
    Wait waiting = job.waiting();
    Wait deferral = job.state() == JobState.DEFERRED ? waiting : null;
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", job.id().value());
    json.put("type", spec == null ? null : spec.type().name());
    json.put("user", spec == null ? null : spec.user().value());
    json.put("playlist", spec == null || spec.playlist() == null ? null : spec.playlist().value());
    json.put("state", job.state().name());
    json.put("priority", job.priority().name());
    json.put("attempts", job.tries().attempts());
    json.put("leaseLosses", job.tries().leaseLosses());
    json.put("progress", Moved.of(job.progress()));
    json.put("parent", job.parent() == null ? null : job.parent().value());
    json.put("children", Children.of(job.children()));
    json.put("deferredUntil", deferral == null ? null : deferral.until().toString());
    json.put("deferReason", deferral == null ? null : deferral.reason());
    json.put("waitingUntil", waiting == null ? null : waiting.until().toString());
    json.put("waitReason", waiting == null ? null : waiting.reason());
    json.put("error", job.error());
    json.put("createdAt", job.times().created().toString());
    json.put("startedAt", text(job.times().started()));
    json.put("endedAt", text(job.times().ended()));
    json.put("worker", job.worker());
    return json;
  }

  /** The same with the report of its last run. */
  static Map<String, @Nullable Object> of(JobStatus job, @Nullable SyncReport report) {
    Map<String, @Nullable Object> json = of(job);
    json.put("report", report == null ? null : SyncJson.of(report));
    return json;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  /** How far a job is. */
  record Moved(String phase, long done, @Nullable Long total, String unit, @Nullable Long etaMs) {

    static Moved of(Progress progress) {
      Duration eta = progress.eta();
      return new Moved(
          progress.phase().name(),
          progress.done(),
          progress.total(),
          progress.unit().name(),
          eta == null ? null : eta.toMillis());
    }
  }

  /** The jobs that a job created. */
  record Children(int total, int succeeded, int failed, int canceled) {

    static Children of(JobStatus.Children children) {
      return new Children(
          children.total(), children.succeeded(), children.failed(), children.canceled());
    }
  }
}
