package io.github.playlistsync.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.jpa.ChangeParticipant;
import io.github.playlistsync.jpa.JpaPlaylistStore;
import io.github.playlistsync.jpa.JpaSchema;
import io.github.playlistsync.jpa.JpaTransactions;
import io.github.playlistsync.jpa.SyncPlaylistItem;
import io.github.playlistsync.memory.InMemoryRequestGate;
import io.github.playlistsync.memory.InMemoryTokenStore;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.settings.RemovalGuard;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.simulator.World;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spi.store.TokenStore;
import io.github.playlistsync.spotify.SpotifyAuthorization;
import io.github.playlistsync.spotify.SpotifySettings;
import io.github.playlistsync.spotify.SpotifyWebApi;
import io.github.playlistsync.testing.database.PostgresServer;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/** A simulated Spotify with many users, and an engine that keeps a PostgreSQL copy of it. */
final class SoakStage implements AutoCloseable {
  final SpotifySimulator simulator;
  final SpotifyStates states;
  final SyncEngine engine;
  final DataSource dataSource;
  final List<UserId> users;
  private final SpotifyWebApi api;
  private final HikariDataSource pool;
  private final Tokens tokens = new Tokens();
  private final EntityManagerFactory factory;

  SoakStage(long seed, int users, int playlists, SyncListener listener) {
    simulator =
        SpotifySimulator.builder()
            .seed(seed)
            .library(world -> populate(world, seed, users, playlists))
            .start();
    this.users = simulator.world().users().stream().map(UserId::of).toList();
    states = new SpotifyStates(simulator.world());
    states.remember();
    api =
        SpotifyWebApi.builder(tokens)
            .baseUri(simulator.webApiUri())
            .settings(
                SpotifySettings.defaults()
                    .withTries(4, Duration.ofMillis(5), Duration.ofMillis(50))
                    .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10)))
            .gate(InMemoryRequestGate.create(gate()))
            .build();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(PostgresServer.shared().newDatabase());
    config.setMaximumPoolSize(24);
    pool = new HikariDataSource(config);
    dataSource = pool;
    JpaSchema.in(pool).createIfMissing();
    factory =
        Persistence.createEntityManagerFactory(
            "playlist-sync", Map.of("jakarta.persistence.nonJtaDataSource", pool));
    engine =
        SyncEngine.builder()
            .spotify(api)
            .store(
                JpaPlaylistStore.builder(JpaTransactions.resourceLocal(factory))
                    .participant(new Witness())
                    .build())
            .rules(user -> LibraryRules.defaults().withLikedSongs(true))
            .settings(
                SyncSettings.defaults()
                    .withPagesAtOnce(2)
                    .withRemovalGuard(
                        new RemovalGuard(0.5, 10, Duration.ofMillis(20), Duration.ofMillis(20))))
            .workers(
                WorkerSettings.defaults()
                    .withAttempts(4)
                    .withDelays(Duration.ofMillis(20), Duration.ofMillis(200)))
            .listener(listener)
            .tokens(logins())
            .build();
  }

  /** What each user granted, so that playlists which only one scope shows may all leave. */
  private TokenStore logins() {
    InMemoryTokenStore logins = InMemoryTokenStore.create();
    Instant now = Instant.now();
    Instant end = now.plus(Duration.ofHours(1));
    for (UserId user : users) {
      logins.save(
          user, new StoredTokens("unused", end, "unused", now, SpotifyAuthorization.USUAL_SCOPES));
    }
    return logins;
  }

  /** Lets the host give out the token of some other user for this share of its calls. */
  void mixUpTokens(double share) {
    tokens.mixedUp = share;
  }

  /** Waits for limits that are as short as the simulator's. */
  private static GateSettings gate() {
    return GateSettings.defaults()
        .withMaxInFlight(16)
        .withGaps(Duration.ZERO, Duration.ofMillis(5))
        .withWaits(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  private static void populate(World world, long seed, int users, int playlists) {
    Random random = new Random(seed);
    for (int i = 0; i < users; i++) {
      world.addUser("user" + i);
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < playlists; i++) {
      String owner = "user" + i % users;
      Entries entries = Entries.seeded(seed + i, owner);
      int size =
          switch (random.nextInt(40)) {
            case 0 -> 0;
            case 1, 2 -> 100 + random.nextInt(200);
            default -> 1 + random.nextInt(50);
          };
      // One that is checkpointed while it is read.
      ids.add(world.createPlaylist(owner, "Playlist " + i, entries.mixed(i == 7 ? 700 : size)));
    }
    for (int i = 0; i < users; i++) {
      String user = "user" + i;
      for (int follows = 0; follows < 5; follows++) {
        world.follow(user, ids.get(random.nextInt(ids.size())));
      }
      Entries.seeded(-i, user).tracks(random.nextInt(120)).stream()
          .filter(entry -> entry.track() != null && entry.addedAt() != null)
          .forEach(entry -> world.like(user, entry.track(), entry.addedAt()));
    }
  }

  /** Looks at each version of a playlist in the transaction that writes it. */
  private final class Witness implements ChangeParticipant {
    @Override
    public void beforeCommit(EntityManager em, PlaylistChange change) {
      if (change.playlist().revision() == 0) {
        return;
      }
      List<SpotifyStates.Row> rows =
          em
              .createQuery(
                  "select i.trackUri, i.addedAt, i.addedBy from SyncPlaylistItem i"
                      + " where i.playlistId = :id and i.untilRevision = :current"
                      + " order by i.sortKey",
                  Object[].class)
              .setParameter("id", change.id().value())
              .setParameter("current", SyncPlaylistItem.CURRENT)
              .getResultList()
              .stream()
              .map(row -> new SpotifyStates.Row((String) row[0], (Instant) row[1], (String) row[2]))
              .toList();
      states.saw(change.id().value(), change.playlist().playlist().name(), rows);
    }
  }

  /** A token a user, another one where Spotify refuses it, and somebody else's now and then. */
  private final class Tokens implements AccessTokens {
    private final Map<UserId, String> tokens = new ConcurrentHashMap<>();
    private volatile double mixedUp;

    @Override
    public String accessToken(UserId user) {
      ThreadLocalRandom chance = ThreadLocalRandom.current();
      UserId whose = chance.nextDouble() < mixedUp ? users.get(chance.nextInt(users.size())) : user;
      return tokens.computeIfAbsent(whose, this::fresh);
    }

    @Override
    public String refresh(UserId user, String refused) {
      return tokens.compute(
          user, (id, known) -> known == null || known.equals(refused) ? fresh(id) : known);
    }

    private String fresh(UserId user) {
      return simulator.accounts().tokenFor(user.value());
    }
  }

  @Override
  public void close() {
    engine.close();
    api.close();
    factory.close();
    pool.close();
    simulator.close();
  }
}
