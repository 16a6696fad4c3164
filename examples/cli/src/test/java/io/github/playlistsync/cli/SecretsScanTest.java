package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.jpa.TokenKeys;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.redis.RedisJobQueue;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.simulator.Accounts;
import io.github.playlistsync.simulator.Effect;
import io.github.playlistsync.simulator.Endpoint;
import io.github.playlistsync.simulator.Failures;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.Faults;
import io.github.playlistsync.simulator.RefreshTokens;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spi.store.TokenStore;
import io.github.playlistsync.spotify.AuthorizationRequest;
import io.github.playlistsync.spotify.RefreshingAccessTokens;
import io.github.playlistsync.spotify.SpotifyAuthorization;
import io.github.playlistsync.spotify.SpotifySettings;
import io.github.playlistsync.spotify.SpotifyWebApi;
import io.github.playlistsync.testing.redis.RedisServer;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Logins, syncs, refreshes, faults and jobs with every logger at TRACE: no token, code, verifier or
 * secret is in a log, an exception, a {@code toString}, the database or the queue.
 */
class SecretsScanTest {
  private static final UserId USER = UserId.of(TestLibrary.USER);
  private static final byte[] KEY =
      "0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.UTF_8);

  /** Every token and code of the simulator has this in it. */
  private static final String HANDED_OUT = "simulated-";

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final SpotifySimulator spotify =
      SpotifySimulator.builder().seed(5).library(new TestLibrary()).start();
  private final TestDatabase database = TestDatabase.postgres();
  private final LogScan scan = new LogScan(HANDED_OUT);
  private final List<String> told = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private RedisServer redis;

  @BeforeEach
  void listen() throws IOException {
    redis = RedisServer.start("--appendonly", "yes");
    scan.search(Accounts.CLIENT_SECRET);
    scan.search(
        Base64.getEncoder()
            .encodeToString(
                (Accounts.CLIENT_ID + ":" + Accounts.CLIENT_SECRET)
                    .getBytes(StandardCharsets.UTF_8)));
    scan.search(Base64.getEncoder().encodeToString(KEY));
    scan.begin();
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    scan.end();
    spotify.close();
    redis.close();
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }

  @Test
  void noSecretIsToldAnywhere() throws Exception {
    SpotifyAuthorization pkce = opened(authorization().build());
    SpotifyAuthorization secret =
        opened(authorization().clientSecret(Accounts.CLIENT_SECRET).build());
    Database opened =
        opened(Database.open(DatabaseAddress.parse(database.url(), null, null), true, 8));
    TokenStore tokens = opened.tokens(TokenKeys.of("one", new SecretKeySpec(KEY, "AES")));
    RefreshingAccessTokens access = RefreshingAccessTokens.create(secret, tokens);
    SpotifyWebApi api = opened(api(access));
    RedisClient client = opened(RedisClient.create(redis.uri()));
    RedisJobQueue queue = opened(RedisJobQueue.create(client));
    SyncEngine engine =
        opened(
            SyncEngine.builder()
                .spotify(api)
                .store(opened.store())
                .queue(queue)
                .tokens(tokens)
                .listener(new SyncListener() {})
                .build());

    logIn(pkce, tokens);
    logIn(secret, tokens);
    tell(pkce, secret, tokens, access, api, engine, queue);
    tell(engine.syncUser(USER), engine.status(USER));
    syncThroughFaults(engine);
    refresh(engine);
    runJobs(engine);
    fail(secret, api, engine, tokens);

    assertThat(told).noneMatch(scan::holdsSecret);
    assertThat(database(opened)).noneMatch(scan::holdsSecret);
    assertThat(queued()).isNotEmpty().noneMatch(scan::holdsSecret);
    assertThat(scan.lines()).as("lines of log").isGreaterThan(1_000);
    assertThat(scan.found()).isEmpty();
  }

  @Test
  void theScanFindsWhatIsLoggedWithASecretInIt() {
    String token = spotify.accounts().tokenFor(TestLibrary.USER);

    org.slf4j.LoggerFactory.getLogger("some.library").trace("Authorization: Bearer {}", token);
    org.slf4j.LoggerFactory.getLogger("other.library")
        .debug("failed", new IllegalStateException("outer", new IOException("sent " + token)));

    assertThat(scan.found()).hasSize(2);
    assertThat(scan.holdsSecret("code=" + token)).isTrue();
  }

  private SpotifyAuthorization.Builder authorization() {
    return SpotifyAuthorization.builder(Accounts.CLIENT_ID, URI.create("http://127.0.0.1/callback"))
        .accountsUri(spotify.accountsUri())
        .settings(SpotifySettings.defaults().withTries(2, Duration.ZERO, Duration.ZERO));
  }

  private SpotifyWebApi api(AccessTokens access) {
    return SpotifyWebApi.builder(access)
        .baseUri(spotify.webApiUri())
        .settings(
            SpotifySettings.defaults().withTries(3, Duration.ofMillis(1), Duration.ofMillis(1)))
        .build();
  }

  private void logIn(SpotifyAuthorization authorization, TokenStore tokens) throws Exception {
    spotify.accounts().signInAs(TestLibrary.USER);
    AuthorizationRequest begun = authorization.begin();
    if (begun.verifier() != null) {
      scan.search(begun.verifier());
    }
    HttpResponse<Void> browser =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(begun.address()).build(),
                HttpResponse.BodyHandlers.discarding());
    URI callback = URI.create(browser.headers().firstValue("Location").orElseThrow());
    assertThat(callback.toString()).as("the scan knows codes").contains(HANDED_OUT);
    StoredTokens granted = authorization.complete(begun, callback);
    assertThat(granted.refreshToken()).contains(HANDED_OUT);
    tokens.save(USER, granted);
    tell(begun, granted, authorization);
    tellFailure(() -> authorization.complete(begun, callback));
    tellFailure(() -> authorization.complete(authorization.begin(), callback));
  }

  private void syncThroughFaults(SyncEngine engine) {
    List<Effect> faults = new ArrayList<>(Faults.passing());
    faults.addAll(
        List.of(
            Failures.unauthorized(),
            Failures.forbidden(),
            Failures.notFound(),
            Failures.insufficientScope(),
            Failures.userNotRegistered()));
    spotify.faults().rate(0.2, faults);
    for (int i = 0; i < 4; i++) {
      spotify.world().edit(TestLibrary.id(spotify.world(), TestLibrary.ROCK)).move(i, 250);
      tell(engine.syncUser(USER), engine.preview(USER));
    }
    spotify.faults().rate(0);
  }

  private void refresh(SyncEngine engine) {
    for (RefreshTokens policy : RefreshTokens.values()) {
      spotify.accounts().refreshTokens(policy);
      spotify.accounts().expireAccessTokens(TestLibrary.USER);
      tell(engine.syncUser(USER));
    }
    Fault down = Fault.on(Endpoint.TOKEN).then(Failures.cutBody());
    spotify.faults().add(down);
    spotify.accounts().expireAccessTokens(TestLibrary.USER);
    tell(engine.syncUser(USER));
    spotify.faults().remove(down);
  }

  private void runJobs(SyncEngine engine) {
    engine.startWorkers(2);
    JobId job = engine.enqueueUserSync(USER, Priority.HIGH);
    tell(engine.await(job, LIMIT), engine.report(job), engine.jobs(JobFilter.all()));
    engine.schedule(USER, Duration.ofHours(1));
    tell(engine.status(USER));
  }

  /** What goes wrong for good, as late as it can. */
  private void fail(
      SpotifyAuthorization secret, SpotifyWebApi api, SyncEngine engine, TokenStore tokens) {
    StoredTokens granted = tokens.load(USER).orElseThrow();
    try (SpotifyWebApi fixed = api(AccessTokens.fixed(granted.refreshToken()))) {
      tell(fixed, AccessTokens.fixed(granted.accessToken()));
      tellFailure(() -> fixed.currentUser(new PlainCall(USER)));
    }
    tellFailure(() -> AccessTokens.fixed(granted.accessToken() + "\n"));
    spotify.accounts().revoke(TestLibrary.USER);
    tellFailure(() -> secret.refresh(granted));
    tellFailure(() -> api.currentUser(new PlainCall(USER)));
    JobId job = engine.enqueueUserSync(USER, Priority.HIGH);
    tell(engine.await(job, LIMIT), engine.report(job), engine.syncUser(USER), engine.status(USER));
  }

  private void tell(Object... values) {
    Stream.of(values).map(String::valueOf).forEach(told::add);
  }

  private void tellFailure(Runnable failing) {
    try {
      failing.run();
      throw new AssertionError("it should have failed");
    } catch (SyncException | IllegalArgumentException expected) {
      told.add(LogScan.text(expected));
    }
  }

  /** Every cell of every table. */
  private List<String> database(Database opened) {
    assertThat(opened.store().library(USER)).isNotEmpty();
    List<String> cells = new ArrayList<>();
    List<List<String>> tables =
        database.rows("select tablename from pg_tables where schemaname = 'public'");
    assertThat(tables).contains(List.of("sync_token"));
    tables.forEach(table -> database.rows("select * from " + table.get(0)).forEach(cells::addAll));
    return cells;
  }

  /** Every command that changed something in Redis. */
  private List<String> queued() throws IOException {
    try (Stream<Path> files = Files.walk(redis.folder())) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
      return texts;
    }
  }
}
