package io.github.playlistsync.memory;

import io.github.playlistsync.model.Cancellation;
import io.github.playlistsync.model.JobCounts;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.QueueRepair;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.Heartbeat;
import io.github.playlistsync.spi.queue.JobEvents;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A job queue in the memory of one process. It keeps the whole contract, but its jobs die with the
 * process. It starts no thread: incoming calls handle what is due.
 */
public final class InMemoryJobQueue implements JobQueue {
  private static final int MAX_WORKER_LENGTH = 200;
  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final QueueSettings settings;
  private final Clock clock;
  private final JobTable table;
  private final ScheduleTable schedules;
  private final Settling settling;
  private final Preemption preemption;
  private final Monitor monitor;

  private InMemoryJobQueue(QueueSettings settings, Clock clock, RandomGenerator random) {
    this.settings = settings;
    this.clock = clock;
    this.table = new JobTable(settings);
    this.schedules = new ScheduleTable(random);
    this.settling = new Settling(table);
    this.preemption = new Preemption(table.order);
    this.monitor = new Monitor(table.events::last);
  }

  /** Returns a queue with default settings and the system's clock. */
  public static InMemoryJobQueue create() {
    return create(
        QueueSettings.defaults(), Clock.systemUTC(), () -> ThreadLocalRandom.current().nextLong());
  }

  /**
   * Returns a queue with settings, a clock and the source of its schedules' jitter. A wait for a
   * time lasts as long as the clock said at its start; after the clock was set forward, the next
   * call that changes something ends it.
   */
  public static InMemoryJobQueue create(
      QueueSettings settings, Clock clock, RandomGenerator random) {
    return new InMemoryJobQueue(
        Objects.requireNonNull(settings, "settings"),
        Objects.requireNonNull(clock, "clock"),
        Objects.requireNonNull(random, "random"));
  }

  @Override
  public JobId enqueue(JobSpec spec, Priority priority) {
    return enqueueAll(List.of(Objects.requireNonNull(spec, "spec")), priority).get(0);
  }

  @Override
  public List<JobId> enqueueAll(List<JobSpec> specs, Priority priority) {
    List<JobSpec> all = List.copyOf(Objects.requireNonNull(specs, "specs"));
    Objects.requireNonNull(priority, "priority");
    return monitor.change(
        () -> all.stream().map(s -> table.enqueue(s, priority, null, clock.instant()).id).toList());
  }

  @Override
  public List<JobId> ensureAll(List<JobSpec> specs, Priority priority) {
    List<JobSpec> all = List.copyOf(Objects.requireNonNull(specs, "specs"));
    Objects.requireNonNull(priority, "priority");
    return monitor.change(
        () -> all.stream().map(spec -> table.ensure(spec, priority, clock.instant()).id).toList());
  }

  @Override
  public Exchange exchange(String worker, List<Settlement> done, int want, Duration maxWait) {
    requireWorker(worker);
    List<Settlement> settlements = List.copyOf(Objects.requireNonNull(done, "done"));
    Objects.requireNonNull(maxWait, "maxWait");
    if (want < 0) {
      throw new IllegalArgumentException("want is " + want + "; expected 0 or more");
    }
    List<JobLease> refused =
        monitor.change(
            () ->
                settlements.stream()
                    .filter(settlement -> !settling.settle(settlement, clock.instant()))
                    .map(Settlement::lease)
                    .toList());
    List<JobLease> leases =
        want == 0
            ? monitor.change(() -> claim(worker, want))
            : monitor.waitFor(
                "a job",
                maxWait,
                () -> claim(worker, want),
                taken -> !taken.isEmpty(),
                this::nanosUntilDue);
    return new Exchange(leases, refused);
  }

  private List<JobLease> claim(String worker, int want) {
    Instant now = clock.instant();
    table.maintain(now);
    schedules.fire(now, schedule -> table.ensure(schedule.spec(), schedule.priority(), now));
    List<JobLease> leases = new ArrayList<>();
    while (leases.size() < want) {
      JobEntry job = table.claim(worker, now);
      if (job == null) {
        break;
      }
      leases.add(
          new JobLease(
              job.id, job.spec, job.priority, job.attempts + 1, job.token, job.leasedUntil));
    }
    return leases;
  }

  @Override
  public List<Directive> heartbeat(List<Heartbeat> beats) {
    List<Heartbeat> all = List.copyOf(Objects.requireNonNull(beats, "beats"));
    return monitor.change(() -> all.stream().map(this::beat).toList());
  }

  private Directive beat(Heartbeat beat) {
    JobEntry job = table.find(beat.lease().job()).orElse(null);
    if (job == null || !job.isHeldBy(beat.lease().token())) {
      return Directive.LEASE_LOST;
    }
    job.leasedUntil = clock.instant().plus(settings.lease());
    job.progress = beat.progress();
    job.runWaiting = beat.waiting();
    if (job.cancelAsked) {
      return Directive.CANCEL;
    }
    return preemption.isWanted(job) ? Directive.YIELD : Directive.GO_ON;
  }

  @Override
  public QueueSettings settings() {
    return settings;
  }

  @Override
  public Optional<JobStatus> status(JobId job) {
    Objects.requireNonNull(job, "job");
    return monitor.read(() -> table.find(job).map(JobEntry::status));
  }

  @Override
  public JobPage jobs(JobFilter filter) {
    Objects.requireNonNull(filter, "filter");
    return monitor.read(() -> new Listing(table, filter).page());
  }

  @Override
  public JobCounts counts() {
    return monitor.read(() -> Listing.count(table.newestFirst(null, Long.MAX_VALUE)));
  }

  @Override
  public JobCounts counts(UserId user) {
    Objects.requireNonNull(user, "user");
    return monitor.read(() -> Listing.count(table.newestFirst(user, Long.MAX_VALUE)));
  }

  @Override
  public Optional<JobStatus> await(JobId job, Duration maxWait) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(maxWait, "maxWait");
    monitor.requireOpen();
    return monitor.waitFor(
        "the end of job " + job,
        maxWait,
        () -> table.find(job).map(JobEntry::status),
        InMemoryJobQueue::isEnough,
        () -> Long.MAX_VALUE);
  }

  @Override
  public CompletableFuture<Optional<JobStatus>> awaitAsync(JobId job, Duration maxWait) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(maxWait, "maxWait");
    Supplier<Optional<JobStatus>> look = () -> table.find(job).map(JobEntry::status);
    return monitor.read(
        () -> {
          Optional<JobStatus> seen = look.get();
          return isEnough(seen)
              ? CompletableFuture.completedFuture(seen)
              : table.waits.add(job, Monitor.nanos(maxWait), () -> monitor.peek(look));
        });
  }

  /** Whether there is nothing to wait for: the job has ended, or is unknown. */
  private static boolean isEnough(Optional<JobStatus> seen) {
    return seen.map(known -> known.state().isEnd()).orElse(true);
  }

  @Override
  public JobEvents events(@Nullable String after, Duration maxWait) {
    Objects.requireNonNull(maxWait, "maxWait");
    monitor.requireOpen();
    return monitor.waitFor(
        "events",
        maxWait,
        () -> table.events.after(after),
        found -> after == null || !found.events().isEmpty(),
        () -> Long.MAX_VALUE);
  }

  @Override
  public Cancellation cancel(JobId job) {
    Objects.requireNonNull(job, "job");
    return monitor.change(
        () ->
            table
                .find(job)
                .map(found -> table.cancel(found, clock.instant()))
                .orElse(Cancellation.UNKNOWN));
  }

  @Override
  public Optional<JobId> retry(JobId job) {
    Objects.requireNonNull(job, "job");
    return monitor.change(
        () ->
            table
                .find(job)
                .filter(f -> f.state == JobState.FAILED || f.state == JobState.CANCELED)
                .map(f -> table.enqueue(f.spec, f.priority, null, clock.instant()).id));
  }

  @Override
  public void pause() {
    monitor.change(
        () -> {
          table.order.pauseAll(true);
          return true;
        });
  }

  @Override
  public void resume() {
    monitor.change(
        () -> {
          table.order.pauseAll(false);
          return true;
        });
  }

  @Override
  public void pause(UserId user) {
    Objects.requireNonNull(user, "user");
    monitor.change(
        () -> {
          schedules.hold(user);
          return table.order.pause(user, true);
        });
  }

  @Override
  public boolean resume(UserId user) {
    Objects.requireNonNull(user, "user");
    return monitor.change(
        () -> {
          schedules.release(user);
          return table.order.pause(user, false);
        });
  }

  @Override
  public boolean isPaused(UserId user) {
    Objects.requireNonNull(user, "user");
    return monitor.read(() -> table.order.isPaused(user));
  }

  @Override
  public QueueRepair repair() {
    return monitor.read(() -> JobAudit.of(table));
  }

  @Override
  public void schedule(SyncSchedule schedule) {
    Objects.requireNonNull(schedule, "schedule");
    monitor.change(
        () -> {
          schedules.set(schedule, clock.instant());
          return true;
        });
  }

  @Override
  public boolean unschedule(JobSpec work) {
    Objects.requireNonNull(work, "work");
    return monitor.change(() -> schedules.remove(work));
  }

  @Override
  public Optional<SyncSchedule> scheduleOf(JobSpec work) {
    Objects.requireNonNull(work, "work");
    return monitor.read(() -> schedules.of(work));
  }

  @Override
  public Optional<Instant> nextDue(JobSpec work) {
    Objects.requireNonNull(work, "work");
    return monitor.read(() -> schedules.nextDue(work));
  }

  @Override
  public List<SyncSchedule> schedules(@Nullable JobSpec after, int limit) {
    return monitor.read(() -> schedules.page(after, limit));
  }

  @Override
  public void close() {
    monitor.close();
    table.waits.close();
  }

  private long nanosUntilDue() {
    Instant now = clock.instant();
    return Stream.of(table.nextDue(), schedules.nextDue())
        .flatMap(Optional::stream)
        .mapToLong(due -> Math.min(Duration.between(now, due).toMillis() + 1, HOUR_MILLIS))
        .map(TimeUnit.MILLISECONDS::toNanos)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static void requireWorker(String worker) {
    Objects.requireNonNull(worker, "worker");
    if (worker.isEmpty() || worker.length() > MAX_WORKER_LENGTH) {
      throw new IllegalArgumentException(
          "worker has %d characters; expected 1 to %d"
              .formatted(worker.length(), MAX_WORKER_LENGTH));
    }
  }
}
