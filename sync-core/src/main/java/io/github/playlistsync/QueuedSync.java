package io.github.playlistsync;

import io.github.playlistsync.internal.jobs.JobReports;
import io.github.playlistsync.internal.jobs.Retention;
import io.github.playlistsync.internal.jobs.ScheduleReconciler;
import io.github.playlistsync.internal.jobs.Workers;
import io.github.playlistsync.internal.run.Deadline;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobCounts;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.report.RetentionReport;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.report.UserStatus;
import io.github.playlistsync.spi.queue.JobQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The background half of the engine: enqueues jobs and shows their state. */
final class QueuedSync implements BackgroundSync {
  private static final int MAX_WORKERS = 1_000;

  private final JobQueue queue;
  private final EngineParts parts;
  private final Workers workers;
  private final Executor ownExecutor;
  private final ScheduleReconciler reconciler;
  private final Retention retention;
  private final JobReports reports;
  private final AtomicBoolean reconciling = new AtomicBoolean();

  QueuedSync(
      JobQueue queue,
      EngineParts parts,
      Workers workers,
      ScheduleReconciler reconciler,
      Retention retention,
      Executor ownExecutor) {
    this.queue = queue;
    this.parts = parts;
    this.workers = workers;
    this.ownExecutor = ownExecutor;
    this.reconciler = reconciler;
    this.retention = retention;
    this.reports = new JobReports(queue, parts.store());
  }

  @Override
  public JobId enqueuePlaylistSync(UserId user, PlaylistId playlist, Priority priority) {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(playlist, "playlist");
    Objects.requireNonNull(priority, "priority");
    playlist.requireReadableBy(user);
    return queue.enqueue(JobSpec.playlist(user, playlist), priority);
  }

  @Override
  public JobId enqueueUserSync(UserId user, Priority priority) {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(priority, "priority");
    return queue.enqueue(JobSpec.user(user), priority);
  }

  @Override
  public Optional<JobStatus> status(JobId job) {
    return queue.status(Objects.requireNonNull(job, "job")).map(this::shown);
  }

  @Override
  public Optional<SyncReport> report(JobId job) {
    return reports.of(Objects.requireNonNull(job, "job"));
  }

  @Override
  public UserStatus status(UserId user) {
    Objects.requireNonNull(user, "user");
    var counts = queue.counts(user);
    return new UserStatus(
        user,
        counts.in(JobState.RUNNING) + counts.in(JobState.WAITING),
        counts.in(JobState.QUEUED) + counts.in(JobState.DEFERRED),
        counts.in(JobState.FAILED),
        parts.store().lastSync(user).orElse(null),
        queue.nextDue(JobSpec.user(user)).orElse(null),
        parts.store().user(user).suspension(),
        parts.expiry().of(user).orElse(null),
        queue.isPaused(user));
  }

  @Override
  public JobPage jobs(JobFilter filter) {
    JobPage page = queue.jobs(Objects.requireNonNull(filter, "filter"));
    return new JobPage(page.jobs().stream().map(this::shown).toList(), page.next());
  }

  @Override
  public Cancellation cancel(JobId job) {
    return queue.cancel(Objects.requireNonNull(job, "job"));
  }

  @Override
  public Optional<JobId> retry(JobId job) {
    return queue.retry(Objects.requireNonNull(job, "job"));
  }

  @Override
  public void schedule(UserId user, Duration every) {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(every, "every");
    schedule(JobSpec.user(user), every);
  }

  @Override
  public void schedule(UserId user, PlaylistId playlist, Duration every) {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(playlist, "playlist");
    Objects.requireNonNull(every, "every");
    playlist.requireReadableBy(user);
    schedule(JobSpec.playlist(user, playlist), every);
  }

  private void schedule(JobSpec work, Duration every) {
    // The database first: a queue that lost its data is filled again from there.
    parts.store().saveSchedule(SyncSchedule.every(work, every));
    reconciler.give(work);
  }

  @Override
  public boolean unschedule(UserId user) {
    return unschedule(JobSpec.user(user));
  }

  @Override
  public boolean unschedule(UserId user, PlaylistId playlist) {
    return unschedule(JobSpec.playlist(user, playlist));
  }

  private boolean unschedule(JobSpec work) {
    boolean known = parts.store().schedule(work).isPresent() || queue.scheduleOf(work).isPresent();
    parts.store().dropSchedule(work);
    reconciler.give(work);
    return known;
  }

  @Override
  public List<SyncSchedule> schedules(UserId user) {
    return parts.store().schedules(List.of(user)).stream()
        .sorted(Comparator.comparing(SyncSchedule::spec))
        .toList();
  }

  @Override
  public Optional<Instant> nextSync(UserId user, PlaylistId playlist) {
    return queue.nextDue(JobSpec.playlist(user, playlist));
  }

  @Override
  public void reauthorized(UserId user) {
    parts.store().saveSuspension(Objects.requireNonNull(user, "user"), null);
    List<JobSpec> work = reconciler.give(user);
    if (!work.isEmpty()) {
      // Also behind a job that runs: it may fail with the old authorization.
      queue.enqueueAll(work, Priority.NORMAL);
    }
  }

  @Override
  public void pause(UserId user) {
    queue.pause(Objects.requireNonNull(user, "user"));
  }

  @Override
  public void resume(UserId user) {
    queue.resume(Objects.requireNonNull(user, "user"));
  }

  @Override
  public void pause() {
    queue.pause();
  }

  @Override
  public void resume() {
    queue.resume();
  }

  @Override
  public JobCounts counts() {
    return queue.counts();
  }

  @Override
  public int workers() {
    return workers.count();
  }

  RetentionReport applyRetention() {
    return retention.apply();
  }

  /** Stops the workers of this process. */
  void stop(Deadline deadline) {
    workers.stop(deadline);
  }

  @Override
  public Optional<JobStatus> await(JobId job, Duration timeout) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(timeout, "timeout");
    return queue.await(job, timeout).map(this::shown);
  }

  @Override
  public CompletableFuture<Optional<JobStatus>> awaitAsync(JobId job, Duration timeout) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(timeout, "timeout");
    CompletableFuture<Optional<JobStatus>> end = queue.awaitAsync(job, timeout);
    CompletableFuture<Optional<JobStatus>> shown = end.thenApply(status -> status.map(this::shown));
    // Canceled here, it is to be canceled there.
    CompletableFuture<Optional<JobStatus>> unused =
        shown.whenComplete((status, error) -> end.complete(Optional.empty()));
    return shown;
  }

  @Override
  public void startWorkers(int count) {
    startWorkers(count, ownExecutor);
  }

  @Override
  public void startWorkers(int count, Executor executor) {
    if (count < 1 || count > MAX_WORKERS) {
      throw new IllegalArgumentException("count is " + count + "; expected 1 to " + MAX_WORKERS);
    }
    Objects.requireNonNull(executor, "executor");
    if (reconciling.compareAndSet(false, true)) {
      ownExecutor.execute(reconciler);
      ownExecutor.execute(retention);
    }
    workers.start(count, executor);
  }

  /**
   * Returns a job as its user wants to see it. The progress of a parent adds what it settled itself
   * to what its children ended. A wait inside a run that is over by now is dropped, even if the
   * worker has not reported its end yet.
   */
  private JobStatus shown(JobStatus job) {
    JobStatus.Children children = job.children();
    Wait waiting = job.waiting();
    boolean waited =
        job.state() == JobState.RUNNING
            && waiting != null
            && !waiting.until().isAfter(parts.clock().instant());
    if (children.total() == 0 && !waited) {
      return job;
    }
    return new JobStatus(
        job.id(),
        job.spec(),
        job.state(),
        job.priority(),
        job.tries(),
        children.total() == 0 ? job.progress() : addedUp(job, children),
        waited ? null : waiting,
        job.parent(),
        children,
        job.times(),
        job.worker(),
        job.result(),
        job.error());
  }

  private Progress addedUp(JobStatus job, JobStatus.Children children) {
    boolean over = children.ended() == children.total();
    boolean counted = job.progress().unit() == Progress.Unit.PLAYLISTS;
    long settled = counted ? job.progress().done() : 0;
    return new Progress(
        over ? Progress.Phase.DONE : Progress.Phase.READ,
        settled + children.ended(),
        settled + children.total(),
        Progress.Unit.PLAYLISTS,
        over ? null : eta(job, parts.clock()));
  }

  private static @Nullable Duration eta(JobStatus job, Clock clock) {
    int ended = job.children().ended();
    Instant started = job.times().started();
    if (ended == 0 || started == null) {
      return null;
    }
    Duration taken = Duration.between(started, clock.instant());
    return taken.isNegative()
        ? null
        : taken.multipliedBy(job.children().total() - ended).dividedBy(ended);
  }
}
