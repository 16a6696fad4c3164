package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running stand-in for the Spotify Web API and its token endpoint, on 127.0.0.1 only.
 *
 * <pre>{@code
 * try (SpotifySimulator spotify = SpotifySimulator.builder().seed(7).start()) {
 *   String id = spotify.world().createPlaylist("alice", "Morning");
 *   spotify.world().edit(id).append(Entries.seeded(1, "alice").tracks(300));
 *   spotify.faults().add(Fault.on(Endpoint.PLAYLIST_ITEMS).onCall(2).then(Failures.status(500)));
 *   String token = spotify.accounts().tokenFor("alice");
 *   // … read spotify.webApiUri() with the token, then look at spotify.log()
 * }
 * }</pre>
 *
 * <p>The same can be done from outside the process in JSON under {@code /_control}: edits, faults,
 * tokens, limits, the log, reset and the truth to compare with; {@link Main} prints the list.
 *
 * <p>Safe for use by several threads. {@link #close} ends calls that are under way.
 */
public final class SpotifySimulator implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpotifySimulator.class);

  static {
    // Without it an answer's body waits for the acknowledgement of its headers, some 40 ms.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final HttpServer server;
  private final ExecutorService executor;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final HttpEdge.Parts parts;
  private final Consumer<World> library;

  private SpotifySimulator(Builder builder) throws IOException {
    this.library = builder.library;
    this.server =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), builder.port),
            0);
    World world = new World(builder.clock, builder.seed, builder.snapshotLag);
    library.accept(world);
    Accounts accounts = new Accounts(builder.clock, builder.seed);
    Shape shape = builder.shape == null ? builder.population.usualShape() : builder.shape;
    JsonStyle style =
        new JsonStyle(webApiUri().toString(), builder.population, shape, builder.snapshotForm);
    this.parts =
        new HttpEdge.Parts(
            builder.clock,
            world,
            accounts,
            new AccountsApi(accounts),
            new WebApi(world, style),
            new RateLimits(builder.clock),
            new Faults(builder.seed),
            new CallLog());
    this.executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "spotify-simulator");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
    server.createContext("/", new HttpEdge(parts, builder.latency, closing));
    server.createContext("/_control", new ControlApi(this));
    server.start();
    LOG.info("Spotify simulator listens on {}", baseUri());
  }

  /**
   * A builder with a free port, seed 1, the extended population, and neither latency nor contents.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The address without a path.
   *
   * @return {@code http://127.0.0.1:PORT}
   */
  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * The address of the Web API, in place of {@code https://api.spotify.com/v1}.
   *
   * @return an address that ends in {@code /v1}
   */
  public URI webApiUri() {
    return baseUri().resolve("/v1");
  }

  /**
   * The address of the accounts service, in place of {@code https://accounts.spotify.com}.
   *
   * @return an address under which {@code /authorize} and {@code /api/token} answer
   */
  public URI accountsUri() {
    return baseUri();
  }

  /**
   * The users, playlists and likes.
   *
   * @return the state, to edit and to compare with
   */
  public World world() {
    return parts.world();
  }

  /**
   * The tokens and sign-ins.
   *
   * @return the accounts
   */
  public Accounts accounts() {
    return parts.accounts();
  }

  /**
   * The faults in force.
   *
   * @return the faults, none at first
   */
  public Faults faults() {
    return parts.faults();
  }

  /**
   * The limits on calls.
   *
   * @return the limits, off at first
   */
  public RateLimits limits() {
    return parts.limits();
  }

  /**
   * The calls so far.
   *
   * @return the log
   */
  public CallLog log() {
    return parts.log();
  }

  /**
   * Goes back to the state at the start: the builder's library, no faults, no limits, an empty log.
   * Tokens stay valid.
   */
  public void reset() {
    faults().clear();
    limits().clear();
    world().clear();
    library.accept(world());
    log().clear();
  }

  /** Stops listening, ends calls that are under way and waits for nothing. */
  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    executor.shutdownNow();
  }

  /** Settings of a simulator; every setter refuses null. */
  public static final class Builder {

    private int port;
    private long seed = 1;
    private AppPopulation population = AppPopulation.EXTENDED;
    private @Nullable Shape shape;
    private Duration latency = Duration.ZERO;
    private Duration snapshotLag = Duration.ZERO;
    private SnapshotForm snapshotForm = SnapshotForm.TEXT;
    private Clock clock = Clock.systemUTC();
    private Consumer<World> library = world -> {};

    private Builder() {}

    /**
     * Sets the port.
     *
     * @param port the port, 0 for a free one
     * @return this
     */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /**
     * Sets what ids, tokens and random faults are made from.
     *
     * @param seed the seed
     * @return this
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Sets the kind of app that calls.
     *
     * @param population the kind
     * @return this
     */
    public Builder population(AppPopulation population) {
      this.population = requireNonNull(population, "population");
      return this;
    }

    /**
     * Sets the keys of the contents; without it they follow from the population.
     *
     * @param shape which keys
     * @return this
     */
    public Builder shape(Shape shape) {
      this.shape = requireNonNull(shape, "shape");
      return this;
    }

    /**
     * Lets every answer wait.
     *
     * @param latency how long
     * @return this
     */
    public Builder latency(Duration latency) {
      this.latency = requireNonNull(latency, "latency");
      return this;
    }

    /**
     * Lets answers tell the old snapshot for a while after an edit, beside the new content.
     *
     * @param lag how long, by the clock
     * @return this
     */
    public Builder snapshotLag(Duration lag) {
      this.snapshotLag = requireNonNull(lag, "lag");
      return this;
    }

    /**
     * Sets how snapshots are written.
     *
     * @param form the form
     * @return this
     */
    public Builder snapshotForm(SnapshotForm form) {
      this.snapshotForm = requireNonNull(form, "form");
      return this;
    }

    /**
     * Sets the clock for tokens, limits, likes and the log. Latency is real time all the same.
     *
     * @param clock the clock
     * @return this
     */
    public Builder clock(Clock clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets what fills the world at the start and after {@link SpotifySimulator#reset}.
     *
     * @param library what fills it
     * @return this
     */
    public Builder library(Consumer<World> library) {
      this.library = requireNonNull(library, "library");
      return this;
    }

    /**
     * Starts to listen.
     *
     * @return the running simulator
     * @throws UncheckedIOException if the port is taken
     */
    public SpotifySimulator start() {
      try {
        return new SpotifySimulator(this);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot listen on port " + port, e);
      }
    }
  }
}
