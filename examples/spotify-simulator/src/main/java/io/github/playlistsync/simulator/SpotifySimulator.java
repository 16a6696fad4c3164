package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
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
 * <p>Another process can do the same in JSON under {@code /_control}: edits, faults, tokens,
 * limits, the log, reset and the truth to compare with; {@link Main} prints the list.
 *
 * <p>Safe for several threads. {@link #close} ends calls that are under way.
 */
public final class SpotifySimulator implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpotifySimulator.class);

  private final LocalServer server;
  private final Simulation simulation;

  private SpotifySimulator(LocalServer server, Simulation simulation) {
    this.server = server;
    this.simulation = simulation;
  }

  /**
   * A builder with a free port, seed 1, the extended population, and neither latency nor contents.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** The address without a path: {@code http://127.0.0.1:PORT}. */
  public URI baseUri() {
    return server.uri();
  }

  /** The address that replaces {@code https://api.spotify.com/v1}. */
  public URI webApiUri() {
    return webApiUri(server);
  }

  /**
   * The address that replaces {@code https://accounts.spotify.com}: {@code /authorize} and {@code
   * /api/token} answer under it.
   */
  public URI accountsUri() {
    return baseUri();
  }

  /** The users, playlists and likes, to edit and to compare with. */
  public World world() {
    return simulation.world();
  }

  /** The tokens and sign-ins. */
  public Accounts accounts() {
    return simulation.accounts();
  }

  /** The faults in force, none at first. */
  public Faults faults() {
    return simulation.faults();
  }

  /** The limits on calls, off at first. */
  public RateLimits limits() {
    return simulation.limits();
  }

  /** The calls so far. */
  public CallLog log() {
    return simulation.log();
  }

  /**
   * Restores the state at the start: the builder's library, no faults, no limits, an empty log.
   * Tokens stay valid.
   */
  public void reset() {
    simulation.reset();
  }

  /** Stops listening and ends the calls that are under way. Does not wait for them. */
  @Override
  public void close() {
    server.close();
  }

  private static URI webApiUri(LocalServer server) {
    return server.uri().resolve("/v1");
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

    /** Sets the port, 0 for a free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** Sets the seed of ids, tokens and random faults. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /** Sets the kind of app that calls. */
    public Builder population(AppPopulation population) {
      this.population = requireNonNull(population, "population");
      return this;
    }

    /** Sets the keys of the contents. Unless set, they follow from the population. */
    public Builder shape(Shape shape) {
      this.shape = requireNonNull(shape, "shape");
      return this;
    }

    /** Delays every answer. */
    public Builder latency(Duration latency) {
      this.latency = requireNonNull(latency, "latency");
      return this;
    }

    /** Sets how long after an edit answers still carry the old snapshot with the new content. */
    public Builder snapshotLag(Duration lag) {
      this.snapshotLag = requireNonNull(lag, "lag");
      return this;
    }

    /** Sets how snapshots are written. */
    public Builder snapshotForm(SnapshotForm form) {
      this.snapshotForm = requireNonNull(form, "form");
      return this;
    }

    /** Sets the clock for tokens, limits, likes and the log. Latency stays in real time. */
    public Builder clock(Clock clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** Sets what fills the world at the start and after {@link SpotifySimulator#reset}. */
    public Builder library(Consumer<World> library) {
      this.library = requireNonNull(library, "library");
      return this;
    }

    /**
     * Starts to listen.
     *
     * @throws UncheckedIOException if the port is taken
     */
    public SpotifySimulator start() {
      WorldState state = new WorldState(clock, seed, snapshotLag);
      Simulation simulation =
          new Simulation(
              new World(state),
              new Accounts(clock, seed),
              new RateLimits(clock),
              new Faults(seed),
              new CallLog(),
              library);
      simulation.reset();
      LocalServer server = listen();
      WebApi webApi = new WebApi(state, style(webApiUri(server)));
      server.handle("/", new HttpEdge(clock, simulation, webApi, latency, server));
      server.handle("/_control", new ControlApi(simulation));
      server.start();
      LOG.info("The Spotify simulator listens on {}", server.uri());
      return new SpotifySimulator(server, simulation);
    }

    private LocalServer listen() {
      try {
        return new LocalServer(port);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot listen on port " + port, e);
      }
    }

    private JsonStyle style(URI webApi) {
      Shape written = shape == null ? population.usualShape() : shape;
      return new JsonStyle(webApi.toString(), population, written, snapshotForm);
    }
  }
}
