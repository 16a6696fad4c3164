package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.spi.spotify.CallContext;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gate that all processes of an application share through Redis, and that remembers a cooldown
 * when they are started anew. It behaves as {@link
 * io.github.playlistsync.memory.InMemoryRequestGate} does; time is the server's.
 *
 * <p>Threads of one process get their places in the order of asking; between processes there is no
 * order. A place whose process died is free again after five seconds. While Redis is away, {@link
 * #enter} throws {@link QueueUnavailableException}: without the shared count no call is made.
 */
public final class RedisRequestGate implements RequestGate, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisRequestGate.class);
  private static final Script GATE = Script.alone("gate");
  private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
  private static final Duration FULL_PAUSE = Duration.ofMillis(25);
  private static final long SLICE_MILLIS = 50;

  /** How long a place is kept for a process that does not say that its call is still under way. */
  static final Duration PLACE_LEASE = Duration.ofSeconds(5);

  private final RedisConnections connections;
  private final RedisCalls calls;
  private final String base;
  private final GateSettings settings;
  private final Clock clock;
  private final boolean serverTime;
  private final Sleeper sleeper;
  private final Semaphore places;
  private final HeldPlaces held;

  private RedisRequestGate(
      RedisConnections connections,
      String prefix,
      GateSettings settings,
      @Nullable Clock clock,
      Sleeper sleeper,
      Duration placeLease) {
    this.connections = connections;
    this.base = "{" + prefix + ":gate}:";
    this.settings = settings;
    this.serverTime = clock == null;
    this.clock = clock == null ? Clock.systemUTC() : clock;
    this.sleeper = sleeper;
    this.places = new Semaphore(settings.maxInFlight(), true);
    this.calls = new RedisCalls(connections.open(), Duration.ofSeconds(5));
    this.held = new HeldPlaces(placeLease, this::renew);
  }

  /**
   * A gate on one Redis.
   *
   * @param prefix begins all keys, as {@link RedisJobQueue.Builder#prefix} does
   * @throws QueueUnavailableException if Redis cannot be reached
   */
  public static RedisRequestGate create(RedisClient client, String prefix, GateSettings settings) {
    Objects.requireNonNull(client, "client");
    return open(
        RedisConnections.over(client), prefix, settings, null, Sleeper.system(), PLACE_LEASE);
  }

  /**
   * A gate on a Redis Cluster.
   *
   * @param prefix begins all keys, as {@link RedisJobQueue.Builder#prefix} does
   * @throws QueueUnavailableException if Redis cannot be reached
   */
  public static RedisRequestGate create(
      RedisClusterClient client, String prefix, GateSettings settings) {
    Objects.requireNonNull(client, "client");
    return open(
        RedisConnections.over(client), prefix, settings, null, Sleeper.system(), PLACE_LEASE);
  }

  /** A gate whose time is given, for tests; the server's if the clock is null. */
  static RedisRequestGate open(
      RedisConnections connections,
      String prefix,
      GateSettings settings,
      @Nullable Clock clock,
      Sleeper sleeper,
      Duration placeLease) {
    return new RedisRequestGate(
        connections,
        RedisJobQueue.Builder.requirePrefix(prefix),
        Objects.requireNonNull(settings, "settings"),
        clock,
        sleeper,
        placeLease);
  }

  @Override
  public Permit enter(CallContext call) {
    call.checkCanceled();
    Instant deadline = clock.instant().plus(call.patience());
    takePlace(call, deadline);
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
      held.add(id);
      return new RedisPermit(id, begun.time());
    } finally {
      if (!entered) {
        places.release();
      }
    }
  }

  private void takePlace(CallContext call, Instant deadline) {
    try (PermitWait wait = new PermitWait(call, clock, deadline, settings.maxInFlight())) {
      while (!places.tryAcquire(SLICE_MILLIS, TimeUnit.MILLISECONDS)) {
        wait.check();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Answer book(Instant deadline) {
    long patience = Duration.between(clock.instant(), deadline).toMillis();
    Answer booked = ask("book", Long.toString(patience));
    if (booked.kind().equals("refused")) {
      Instant until = booked.at(clock);
      throw new RateLimitedException("no call to Spotify may be made before " + until, until);
    }
    return booked;
  }

  /** Begins the call, as soon as no other process stands in the way. */
  private Answer begin(CallContext call, String id, Instant deadline) {
    try (PermitWait wait = new PermitWait(call, clock, deadline, settings.maxInFlight())) {
      String lease = Long.toString(held.lease().toMillis());
      Answer answer = ask("begin", id, lease);
      while (answer.kind().equals("full")) {
        wait.check();
        sleeper.sleep(FULL_PAUSE);
        answer = ask("begin", id, lease);
      }
      return answer;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public Status status() {
    Answer answer = ask("status");
    String closed = answer.fields().get(1);
    return new Status(
        Integer.parseInt(answer.fields().get(4)),
        closed.isEmpty() ? null : answer.at(clock),
        Long.parseLong(answer.fields().get(5)),
        Duration.ofMillis(Long.parseLong(answer.fields().get(6))));
  }

  private Answer ask(String operation, String... arguments) {
    List<?> answer = (List<?>) calls.join("ask the gate", run(operation, arguments));
    return new Answer(answer.stream().map(String::valueOf).toList());
  }

  private CompletableFuture<Object> run(String operation, String... arguments) {
    Long cap = settings.dailyCap();
    List<String> all = new ArrayList<>();
    all.add(operation);
    all.add(serverTime ? "" : Long.toString(clock.millis()));
    all.add(Integer.toString(settings.maxInFlight()));
    all.add(Long.toString(settings.minGap().toMillis()));
    all.add(Long.toString(settings.maxGap().toMillis()));
    all.add(cap == null ? "0" : cap.toString());
    all.addAll(List.of(arguments));
    return calls.run(GATE, base, all);
  }

  private CompletableFuture<?> renew(List<String> ids) {
    List<String> arguments = new ArrayList<>(List.of(Long.toString(held.lease().toMillis())));
    arguments.addAll(ids);
    return run("renew", arguments.toArray(new String[0]));
  }

  private static SyncInterruptedException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new SyncInterruptedException("interrupted while waiting to call Spotify", cause);
  }

  /** Closes our connection; the gate's state stays. */
  @Override
  public void close() {
    held.close();
    connections.close();
  }

  /**
   * What the script answered.
   *
   * @param fields its kind, a time and the server's time now in milliseconds, why the gate is
   *     closed, and what the kind has besides
   */
  private record Answer(List<String> fields) {

    String kind() {
      return fields.get(0);
    }

    long time() {
      return Long.parseLong(fields.get(1));
    }

    /** The answer's time by our own clock, which need not agree with the server's. */
    Instant at(Clock clock) {
      return clock.instant().plusMillis(time() - Long.parseLong(fields.get(2)));
    }

    String reason() {
      return fields.get(3).equals("QUOTA") ? "Spotify's daily quota" : "Spotify's rate limit";
    }
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
          ask(
              "limited",
              Long.toString(begun),
              limit.name(),
              retryAfter == null ? "" : Long.toString(retryAfter.toMillis()),
              Long.toString(usual.toMillis()),
              Long.toString(SHORTEST_REST.toMillis()),
              Long.toString(settings.maxWait().toMillis()));
      Instant opens = answer.at(clock);
      log.info("Calls to Spotify rest until {} ({})", opens, limit);
      return opens;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        places.release();
        held.remove(id);
        // Not waited for: a thread that is interrupted gives its permit back too, and what this
        // gate asks later is answered after it.
        CompletableFuture<Object> unused =
            run("end", id)
                .whenComplete(
                    (answer, error) -> {
                      if (error != null) {
                        log.warn("A permit was not given back and runs out: {}", error.toString());
                      }
                    });
      }
    }
  }
}
