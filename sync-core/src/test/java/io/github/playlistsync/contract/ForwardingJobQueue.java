package io.github.playlistsync.contract;

import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobCounts;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.QueueRepair;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobEvents;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The queue in memory, to be broken in one respect by a subclass. */
class ForwardingJobQueue implements JobQueue {
  private final JobQueue queue;

  ForwardingJobQueue(QueueSettings settings, Clock clock) {
    queue = InMemoryJobQueue.create(settings, clock, new Random(1));
  }

  @Override
  public JobId enqueue(JobSpec spec, Priority priority) {
    return queue.enqueue(spec, priority);
  }

  @Override
  public List<JobId> enqueueAll(List<JobSpec> specs, Priority priority) {
    return queue.enqueueAll(specs, priority);
  }

  @Override
  public List<JobId> ensureAll(List<JobSpec> specs, Priority priority) {
    return queue.ensureAll(specs, priority);
  }

  @Override
  public Exchange exchange(String worker, List<Settlement> done, int want, Duration maxWait) {
    return queue.exchange(worker, done, want, maxWait);
  }

  @Override
  public List<Directive> heartbeat(List<Heartbeat> beats) {
    return queue.heartbeat(beats);
  }

  @Override
  public QueueSettings settings() {
    return queue.settings();
  }

  @Override
  public Optional<JobStatus> status(JobId job) {
    return queue.status(job);
  }

  @Override
  public JobPage jobs(JobFilter filter) {
    return queue.jobs(filter);
  }

  @Override
  public JobCounts counts() {
    return queue.counts();
  }

  @Override
  public JobCounts counts(UserId user) {
    return queue.counts(user);
  }

  @Override
  public Optional<JobStatus> await(JobId job, Duration maxWait) {
    return queue.await(job, maxWait);
  }

  @Override
  public CompletableFuture<Optional<JobStatus>> awaitAsync(JobId job, Duration maxWait) {
    return queue.awaitAsync(job, maxWait);
  }

  @Override
  public JobEvents events(String after, Duration maxWait) {
    return queue.events(after, maxWait);
  }

  @Override
  public Cancellation cancel(JobId job) {
    return queue.cancel(job);
  }

  @Override
  public Optional<JobId> retry(JobId job) {
    return queue.retry(job);
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
  public void pause(UserId user) {
    queue.pause(user);
  }

  @Override
  public boolean resume(UserId user) {
    return queue.resume(user);
  }

  @Override
  public boolean isPaused(UserId user) {
    return queue.isPaused(user);
  }

  @Override
  public QueueRepair repair() {
    return queue.repair();
  }

  @Override
  public void schedule(SyncSchedule schedule) {
    queue.schedule(schedule);
  }

  @Override
  public boolean unschedule(JobSpec work) {
    return queue.unschedule(work);
  }

  @Override
  public Optional<SyncSchedule> scheduleOf(JobSpec work) {
    return queue.scheduleOf(work);
  }

  @Override
  public Optional<Instant> nextDue(JobSpec work) {
    return queue.nextDue(work);
  }

  @Override
  public List<SyncSchedule> schedules(@Nullable JobSpec after, int limit) {
    return queue.schedules(after, limit);
  }

  @Override
  public void close() {
    queue.close();
  }
}
