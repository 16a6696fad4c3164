package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
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
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A job queue on Redis 6.2 or newer, Valkey 7.2 or newer, or a Redis Cluster, shared by all
 * processes that use the same prefix.
 *
 * <p>The queue opens connections of its own over the host's client, and closes only these: one for
 * commands, one per partition for workers that wait for jobs, and one per partition for callers
 * that wait for events. One that gives no answer within the command timeout, to anything, is
 * replaced. The time is the server's.
 *
 * <p>While Redis is away, calls throw {@link
 * io.github.playlistsync.error.QueueUnavailableException} after the {@linkplain
 * Builder#commandTimeout command timeout}. The client decides how soon it reconnects: Lettuce waits
 * up to 30 seconds between its attempts, unless its {@code ClientResources} have a shorter {@code
 * reconnectDelay}. A client may send a command twice when a connection breaks; the second time
 * changes nothing.
 */
public final class RedisJobQueue implements JobQueue {
  private static final int MAX_WORKER_LENGTH = 200;

  private final QueueSettings settings;
  private final RedisConnections connections;
  private final RedisCalls calls;
  private final Partitions partitions;
  private final ServerCheck check;
  private final Dispatcher dispatcher;
  private final RedisJobs jobs;
  private final RedisSchedules schedules;
  private final JobIndex index;
  private final EventReader events;
  private final EventWatch watch;
  private final AtomicBoolean closed = new AtomicBoolean();

  private RedisJobQueue(Builder builder, RedisConnections connections) {
    this.settings = builder.settings;
    this.connections = connections;
    this.calls = new RedisCalls(connections.link(), builder.commandTimeout);
    this.partitions = builder.partitions(calls);
    this.check = new ServerCheck(calls, partitions);
    this.dispatcher = new Dispatcher(partitions, connections, calls, settings.lease());
    this.jobs = new RedisJobs(partitions, calls);
    this.schedules = new RedisSchedules(partitions, calls);
    this.index = new JobIndex(partitions, calls);
    this.events = new EventReader(partitions, calls);
    this.watch = new EventWatch(partitions, events, connections);
  }

  /**
   * Opens a queue with the default settings, in one partition.
   *
   * @throws io.github.playlistsync.error.QueueUnavailableException if Redis cannot be reached
   * @throws IllegalStateException if Redis is older than 6.2, evicts keys of every kind, does not
   *     let the user run a command that the queue needs, or holds keys of another version's layout
   */
  public static RedisJobQueue create(RedisClient client) {
    return builder(client).build();
  }

  /**
   * Opens a queue with the default settings, in one partition, which one master of the cluster
   * serves.
   *
   * @throws io.github.playlistsync.error.QueueUnavailableException if Redis cannot be reached
   * @throws IllegalStateException if Redis is older than 6.2, evicts keys of every kind, does not
   *     let the user run a command that the queue needs, or holds keys of another version's layout
   */
  public static RedisJobQueue create(RedisClusterClient client) {
    return builder(client).build();
  }

  /** Sets up a queue on one Redis. */
  public static Builder builder(RedisClient client) {
    Objects.requireNonNull(client, "client");
    return new Builder(() -> RedisConnections.over(client));
  }

  /** Sets up a queue on a Redis Cluster. */
  public static Builder builder(RedisClusterClient client) {
    Objects.requireNonNull(client, "client");
    return new Builder(() -> RedisConnections.over(client));
  }

  @Override
  public JobId enqueue(JobSpec spec, Priority priority) {
    return openJobs().enqueue(Objects.requireNonNull(spec, "spec"), priority);
  }

  @Override
  public List<JobId> enqueueAll(List<JobSpec> specs, Priority priority) {
    return openJobs().enqueue(specs, priority, false);
  }

  @Override
  public List<JobId> ensureAll(List<JobSpec> specs, Priority priority) {
    return openJobs().enqueue(specs, priority, true);
  }

  @Override
  public Exchange exchange(String worker, List<Settlement> done, int want, Duration maxWait) {
    requireWorker(worker);
    List<Settlement> settlements = List.copyOf(Objects.requireNonNull(done, "done"));
    Objects.requireNonNull(maxWait, "maxWait");
    if (want < 0) {
      throw new IllegalArgumentException("want is " + want + "; expected 0 or more");
    }
    requireOpen();
    if (want == 0 && settlements.isEmpty()) {
      return new Exchange(List.of(), List.of());
    }
    return dispatcher.exchange(worker, settlements, want, maxWait);
  }

  @Override
  public List<Directive> heartbeat(List<Heartbeat> beats) {
    return openJobs().heartbeat(beats);
  }

  @Override
  public QueueSettings settings() {
    return settings;
  }

  @Override
  public Optional<JobStatus> status(JobId job) {
    Objects.requireNonNull(job, "job");
    requireOpen();
    return index.status(job);
  }

  @Override
  public JobPage jobs(JobFilter filter) {
    Objects.requireNonNull(filter, "filter");
    requireOpen();
    return index.page(filter);
  }

  @Override
  public JobCounts counts() {
    return openJobs().counts();
  }

  @Override
  public JobCounts counts(UserId user) {
    return openJobs().counts(user);
  }

  @Override
  public Optional<JobStatus> await(JobId job, Duration maxWait) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(maxWait, "maxWait");
    requireOpen();
    return watch.waitFor(
        "the end of job " + job, job, maxWait, () -> index.status(job), EndWait::isEnough);
  }

  @Override
  public CompletableFuture<Optional<JobStatus>> awaitAsync(JobId job, Duration maxWait) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(maxWait, "maxWait");
    try {
      requireOpen();
      return watch.ended(job, maxWait, () -> index.find(job));
    } catch (QueueUnavailableException | SyncInterruptedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public JobEvents events(@Nullable String after, Duration maxWait) {
    Objects.requireNonNull(maxWait, "maxWait");
    requireOpen();
    if (after == null) {
      return new JobEvents(List.of(), events.newest(), false);
    }
    return watch.waitFor(
        "events", null, maxWait, () -> events.after(after), found -> !found.events().isEmpty());
  }

  @Override
  public Cancellation cancel(JobId job) {
    return openJobs().cancel(job);
  }

  @Override
  public Optional<JobId> retry(JobId job) {
    return status(job)
        .filter(RedisJobs::canBeRetried)
        .map(status -> enqueue(Objects.requireNonNull(status.spec()), status.priority()));
  }

  @Override
  public void pause() {
    openJobs().pauseAll(true);
  }

  @Override
  public void resume() {
    openJobs().pauseAll(false);
  }

  @Override
  public void pause(UserId user) {
    openJobs().pause(user, true);
  }

  @Override
  public boolean resume(UserId user) {
    return openJobs().pause(user, false);
  }

  @Override
  public boolean isPaused(UserId user) {
    return openJobs().isPaused(user);
  }

  @Override
  public QueueRepair repair() {
    requireOpen();
    return RedisRepair.run(partitions);
  }

  @Override
  public void schedule(SyncSchedule schedule) {
    openSchedules().schedule(schedule);
  }

  @Override
  public boolean unschedule(JobSpec work) {
    return openSchedules().unschedule(work);
  }

  @Override
  public Optional<SyncSchedule> scheduleOf(JobSpec work) {
    return openSchedules().scheduleOf(work);
  }

  @Override
  public Optional<Instant> nextDue(JobSpec work) {
    return openSchedules().nextDue(work);
  }

  @Override
  public List<SyncSchedule> schedules(@Nullable JobSpec after, int limit) {
    return openSchedules().page(after, limit);
  }

  /**
   * Asks the Redis of each partition for an answer, as a health indicator of the host needs it.
   *
   * @throws io.github.playlistsync.error.QueueUnavailableException if Redis cannot be reached, or
   *     does not answer within the command timeout
   * @throws IllegalStateException if the queue is closed, or if Redis is not fit for it, see {@link
   *     Builder#build}
   */
  public void ping() {
    requireOpen();
    // A command that the queue's user may run; PING may be forbidden.
    for (Partition partition : partitions.all()) {
      Long unused = calls.get("ping", calls.commands().exists(partition.key("meta")));
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      watch.close();
      dispatcher.close();
      connections.close();
    }
  }

  private RedisJobs openJobs() {
    requireOpen();
    return jobs;
  }

  private RedisSchedules openSchedules() {
    requireOpen();
    return schedules;
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the queue is closed");
    }
    check.ensure();
  }

  private static void requireWorker(String worker) {
    Objects.requireNonNull(worker, "worker");
    if (worker.isEmpty() || worker.length() > MAX_WORKER_LENGTH) {
      throw new IllegalArgumentException(
          "worker has %d characters; expected 1 to %d"
              .formatted(worker.length(), MAX_WORKER_LENGTH));
    }
  }

  /** Sets up a queue. */
  public static final class Builder {
    private final Supplier<RedisConnections> opener;
    private String prefix = "playlist-sync";
    private int partitions = 1;
    private QueueSettings settings = QueueSettings.defaults();
    private Duration commandTimeout = Duration.ofSeconds(5);
    private boolean lazy;
    private LongSupplier timeOffset = () -> 0;

    private Builder(Supplier<RedisConnections> opener) {
      this.opener = opener;
    }

    /**
     * Sets the prefix: all keys begin with <code>{prefix:</code>. The default is {@code
     * playlist-sync}.
     *
     * @throws IllegalArgumentException unless it has 1 to 40 letters, digits, {@code _}, {@code .}
     *     and {@code -}
     */
    public Builder prefix(String name) {
      this.prefix = Partitions.requirePrefix(name);
      return this;
    }

    /**
     * Sets the number of partitions, over which the users are spread: each lies in one hash slot,
     * and so on one master of a cluster. The default is 1. With more, priorities and turns hold
     * only among the users of a partition. All processes must use the same number, which must not
     * change while there are jobs.
     *
     * @throws IllegalArgumentException unless it is 1 to 1,000
     */
    public Builder partitions(int count) {
      if (count < 1 || count > 1000) {
        throw new IllegalArgumentException("partitions is " + count + "; expected 1 to 1000");
      }
      this.partitions = count;
      return this;
    }

    /** Sets how the queue behaves. The default is {@link QueueSettings#defaults()}. */
    public Builder settings(QueueSettings queueSettings) {
      this.settings = Objects.requireNonNull(queueSettings, "settings");
      return this;
    }

    /**
     * Sets how long to wait for an answer of Redis before a call fails, up to 100 ms late. The
     * default is 5 seconds.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder commandTimeout(Duration timeout) {
      if (Objects.requireNonNull(timeout, "commandTimeout").toMillis() < 1) {
        throw new IllegalArgumentException(
            "commandTimeout is " + timeout + "; expected 1 ms or more");
      }
      this.commandTimeout = timeout;
      return this;
    }

    /**
     * Connects and checks the server with the first call instead of in {@link #build}, so that a
     * host starts while its Redis is down. Until Redis is there, calls throw {@link
     * io.github.playlistsync.error.QueueUnavailableException}, and workers try again. A server that
     * is not fit makes every call throw the {@link IllegalStateException} of {@link #build}.
     */
    public Builder connectLazily() {
      this.lazy = true;
      return this;
    }

    /** Adds milliseconds to the server's time, for tests. */
    Builder timeOffset(LongSupplier millis) {
      this.timeOffset = millis;
      return this;
    }

    /**
     * Connects, and checks the server; later if {@link #connectLazily} was called, and then throws
     * nothing.
     *
     * @throws io.github.playlistsync.error.QueueUnavailableException if Redis cannot be reached
     * @throws IllegalStateException if Redis is older than 6.2, evicts keys of every kind, does not
     *     let the user run a command that the queue needs, or holds keys of another version's
     *     layout
     */
    public RedisJobQueue build() {
      RedisConnections connections = opener.get();
      try {
        RedisJobQueue queue = new RedisJobQueue(this, connections);
        if (!lazy) {
          queue.check.ensure();
        }
        return queue;
      } catch (RuntimeException e) {
        connections.close();
        throw e;
      }
    }

    private Partitions partitions(RedisCalls calls) {
      return new Partitions(
          IntStream.range(0, partitions)
              .mapToObj(number -> new Partition(number, prefix, settings, timeOffset, calls))
              .toList());
    }
  }
}
