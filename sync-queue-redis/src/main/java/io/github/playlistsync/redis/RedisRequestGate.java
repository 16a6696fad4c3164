package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.redis.GateScript.Answer;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.FairPermits;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spi.spotify.PermitWait;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gate that all processes of an application share through Redis, so that a cooldown outlives
 * them. It behaves as {@link io.github.playlistsync.memory.InMemoryRequestGate} does. The time is
 * the server's.
 *
 * <p>Threads of one process get their permits in the order in which they ask; there is no order
 * between processes. Five seconds after a process died, its permits are free again. While Redis is
 * away, {@link #enter} throws {@link QueueUnavailableException}: without the shared count, nobody
 * calls Spotify.
 */
public final class RedisRequestGate implements RequestGate, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisRequestGate.class);
  private static final Duration SHORTEST_REST = Duration.ofSeconds(1);

  /** Between two attempts to get a permit that other processes hold. */
  private static final Duration FULL_PAUSE = Duration.ofMillis(25);

  /** How long a permit stays taken if its process does not renew the lease. */
  static final Duration PERMIT_LEASE = Duration.ofSeconds(5);

  private final RedisConnections connections;
  private final GateScript script;
  private final GateSettings settings;
  private final Clock clock;
  private final Sleeper sleeper;

  /** Lets no more threads of this process compete for the shared permits than could get one. */
  private final FairPermits ownPermits;

  /** Lets the threads of this process begin in their order, one at a time. */
  private final FairPermits turn = new FairPermits(1);

  private final PermitLeases leases;

  private RedisRequestGate(
      RedisConnections connections,
      String prefix,
      GateSettings settings,
      @Nullable Clock clock,
      Sleeper sleeper,
      Duration permitLease) {
    this.connections = connections;
    this.settings = settings;
    this.clock = clock == null ? Clock.systemUTC() : clock;
    this.sleeper = sleeper;
    this.ownPermits = new FairPermits(settings.maxInFlight());
    this.script =
        new GateScript(
            new RedisCalls(connections.link(), Duration.ofSeconds(5)), prefix, settings, clock);
    this.leases = new PermitLeases(permitLease, this::renew);
  }

  /**
   * Opens a gate on one Redis.
   *
   * @param prefix the beginning of all keys, as in {@link RedisJobQueue.Builder#prefix}
   * @throws QueueUnavailableException if Redis cannot be reached
   */
  public static RedisRequestGate create(RedisClient client, String prefix, GateSettings settings) {
    Objects.requireNonNull(client, "client");
    return open(
        RedisConnections.over(client), prefix, settings, null, Sleeper.system(), PERMIT_LEASE);
  }

  /**
   * Opens a gate on a Redis Cluster.
   *
   * @param prefix the beginning of all keys, as in {@link RedisJobQueue.Builder#prefix}
   * @throws QueueUnavailableException if Redis cannot be reached
   */
  public static RedisRequestGate create(
      RedisClusterClient client, String prefix, GateSettings settings) {
    Objects.requireNonNull(client, "client");
    return open(
        RedisConnections.over(client), prefix, settings, null, Sleeper.system(), PERMIT_LEASE);
  }

  /** Opens a gate with a clock of its own, for tests; with the server's time if it is null. */
  static RedisRequestGate open(
      RedisConnections connections,
      String prefix,
      GateSettings settings,
      @Nullable Clock clock,
      Sleeper sleeper,
      Duration permitLease) {
    return new RedisRequestGate(
        connections,
        Partitions.requirePrefix(prefix),
        Objects.requireNonNull(settings, "settings"),
        clock,
        sleeper,
        permitLease);
  }

  @Override
  public Permit enter(CallContext call) {
    call.checkCanceled();
    Instant deadline = clock.instant().plus(call.patience());
    acquire(ownPermits, call, deadline);
    boolean entered = false;
    try {
      String id = Partition.randomText();
      Answer begun;
      do {
        Answer booked = book(deadline);
        sleeper.waitUntil(call, clock, booked.at(clock), booked.reason());
        begun = begin(call, id, deadline);
      } while (begun.kind().equals("closed"));
      entered = true;
      leases.add(id);
      return new RedisPermit(id, begun.time());
    } finally {
      if (!entered) {
        ownPermits.release();
      }
    }
  }

  private void acquire(FairPermits permits, CallContext call, Instant deadline) {
    try (PermitWait wait = new PermitWait(call, clock, deadline, settings.maxInFlight())) {
      permits.acquire(wait::check);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Answer book(Instant deadline) {
    long patience = Duration.between(clock.instant(), deadline).toMillis();
    Answer booked = script.ask("book", Long.toString(patience));
    if (booked.kind().equals("refused")) {
      Instant until = booked.at(clock);
      throw new RateLimitedException("Spotify must not be called before " + until, until);
    }
    return booked;
  }

  /** Begins the call after those that came earlier. */
  private Answer begin(CallContext call, String id, Instant deadline) {
    acquire(turn, call, deadline);
    try {
      return beginInTurn(call, id, deadline);
    } finally {
      turn.release();
    }
  }

  /** Begins the call once the other processes leave a permit free, and the gap is over. */
  private Answer beginInTurn(CallContext call, String id, Instant deadline) {
    try (PermitWait wait = new PermitWait(call, clock, deadline, settings.maxInFlight())) {
      String lease = Long.toString(leases.length().toMillis());
      Answer answer = script.ask("begin", id, lease);
      while (answer.kind().equals("full") || answer.kind().equals("early")) {
        wait.check();
        if (answer.kind().equals("full")) {
          sleeper.sleep(FULL_PAUSE);
        } else {
          sleeper.waitUntil(call, clock, answer.at(clock), answer.reason());
        }
        answer = script.ask("begin", id, lease);
      }
      return answer;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public Status status() {
    Answer answer = script.ask("status");
    return new Status(
        (int) answer.further(0),
        answer.hasTime() ? answer.at(clock) : null,
        answer.further(1),
        Duration.ofMillis(answer.further(2)));
  }

  private CompletableFuture<?> renew(List<String> ids) {
    List<String> arguments = new ArrayList<>(List.of(Long.toString(leases.length().toMillis())));
    arguments.addAll(ids);
    return script.run("renew", arguments);
  }

  private static SyncInterruptedException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new SyncInterruptedException("interrupted while waiting to call Spotify", cause);
  }

  /** Closes the gate's connection; its state stays in Redis. */
  @Override
  public void close() {
    leases.close();
    connections.close();
  }

  private final class RedisPermit implements Permit {
    private final String id;
    private final long begun;
    private final AtomicBoolean closed = new AtomicBoolean();

    RedisPermit(String id, long begun) {
      this.id = id;
      this.begun = begun;
    }

    @Override
    public Instant limited(Limit limit, @Nullable Duration retryAfter) {
      Objects.requireNonNull(limit, "limit");
      Duration usual = limit == Limit.QUOTA ? settings.quotaWait() : settings.defaultWait();
      Answer answer =
          script.ask(
              "limited",
              Long.toString(begun),
              limit.name(),
              retryAfter == null ? "" : Long.toString(retryAfter.toMillis()),
              Long.toString(usual.toMillis()),
              Long.toString(SHORTEST_REST.toMillis()),
              Long.toString(settings.maxWait().toMillis()));
      Instant opens = answer.at(clock);
      log.info("No calls to Spotify until {} ({})", opens, limit);
      return opens;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        ownPermits.release();
        leases.remove(id);
        // Does not wait for the answer: an interrupted thread must return its permit too, and Redis
        // answers what this gate asks later only after it.
        CompletableFuture<Object> unused =
            script
                .run("end", List.of(id))
                .whenComplete(
                    (answer, error) -> {
                      if (error != null) {
                        log.warn(
                            "Cannot return a permit, whose lease will run out: {}",
                            error.toString());
                      }
                    });
      }
    }
  }
}
