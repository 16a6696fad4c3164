package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.memory.InMemoryTokenStore;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.simulator.Accounts;
import io.github.playlistsync.simulator.Effect;
import io.github.playlistsync.simulator.Endpoint;
import io.github.playlistsync.simulator.Failures;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.RefreshTokens;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spotify.RefreshingAccessTokens;
import io.github.playlistsync.spotify.SpotifyAuthorization;
import io.github.playlistsync.spotify.SpotifySettings;
import io.github.playlistsync.spotify.SpotifyWebApi;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of tokens, over HTTP. */
class TokenMatrixTest {
  private static final UserId USER = UserId.of(TestLibrary.USER);
  private static final int PLAYLISTS = 14;
  private static final SpotifySettings IMPATIENT =
      SpotifySettings.defaults()
          .withTries(2, Duration.ZERO, Duration.ZERO)
          .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2));

  private final Hands clock = new Hands();
  private final SpotifySimulator spotify =
      SpotifySimulator.builder().clock(clock).library(new TestLibrary()).start();
  private final InMemoryTokenStore tokens = InMemoryTokenStore.create(clock);
  private final SpotifyAuthorization authorization =
      SpotifyAuthorization.builder(Accounts.CLIENT_ID, URI.create("http://127.0.0.1/callback"))
          .accountsUri(spotify.accountsUri())
          .clock(clock)
          .settings(IMPATIENT)
          .refusalPause(Duration.ZERO)
          .build();
  private final InMemoryPlaylistStore store = InMemoryPlaylistStore.create();
  private final SpotifyWebApi api =
      SpotifyWebApi.builder(
              RefreshingAccessTokens.create(authorization, tokens, clock, Sleeper.system()))
          .baseUri(spotify.webApiUri())
          .build();
  private final SyncEngine engine =
      SyncEngine.builder().spotify(api).store(store).tokens(tokens).clock(clock).build();

  @BeforeEach
  void logIn() {
    tokens.save(
        USER,
        new StoredTokens(
            spotify.accounts().tokenFor(TestLibrary.USER),
            clock.instant().plus(Accounts.ACCESS_TOKEN_LIFE),
            spotify.accounts().refreshTokenFor(TestLibrary.USER),
            clock.instant(),
            SpotifyAuthorization.USUAL_SCOPES));
  }

  @AfterEach
  void stop() {
    engine.close();
    api.close();
    authorization.close();
    spotify.close();
  }

  private SyncReport complete() {
    SyncReport report = engine.syncUser(USER);
    assertThat(report.outcome()).as(report.toString()).isEqualTo(SyncOutcome.COMPLETE);
    return report;
  }

  private StoredTokens stored() {
    return tokens.load(USER).orElseThrow();
  }

  private int refreshes() {
    return spotify.log().count(Endpoint.TOKEN);
  }

  private int refused() {
    return spotify.log().count(call -> call.status() == 401);
  }

  private Suspension suspension() {
    return engine.status(USER).suspension();
  }

  @Test
  void anAccessTokenThatSpotifyRefusesIsRefreshedOnceForAllThreads() {
    spotify.accounts().expireAccessTokens(TestLibrary.USER);

    complete();

    assertThat(refused()).as("the first call").isEqualTo(1);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void oneThatTheReadOfAPlaylistEndsInIsRefreshedInTheMiddle() {
    spotify
        .faults()
        .add(
            Fault.on(Endpoint.PLAYLIST_ITEMS)
                .onCall(3)
                .then(
                    Effect.change(
                        world -> spotify.accounts().expireAccessTokens(TestLibrary.USER))));

    complete();

    assertThat(refused()).isPositive();
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void anAccessTokenIsRefreshedBeforeItEnds() {
    clock.forward(Accounts.ACCESS_TOKEN_LIFE.minusSeconds(30));

    complete();

    assertThat(refused()).isZero();
    assertThat(refreshes()).isEqualTo(1);
    assertThat(stored().accessExpiresAt())
        .isEqualTo(clock.instant().plus(Accounts.ACCESS_TOKEN_LIFE));
  }

  @ParameterizedTest
  @EnumSource(RefreshTokens.class)
  void aRefreshTokenIsStoredWhereItIsReplacedAndKeptWhereItIsNot(RefreshTokens policy) {
    spotify.accounts().refreshTokens(policy);
    Instant authorized = stored().authorizedAt();
    List<String> seen = new ArrayList<>(List.of(stored().refreshToken()));

    for (int i = 0; i < 3; i++) {
      spotify.accounts().expireAccessTokens(TestLibrary.USER);
      complete();
      seen.add(stored().refreshToken());
    }

    assertThat(seen.stream().distinct()).hasSize(policy == RefreshTokens.KEPT ? 1 : 4);
    assertThat(refreshes()).isEqualTo(3);
    assertThat(stored().authorizedAt()).isEqualTo(authorized);
  }

  @Test
  void aRevokedAuthorizationKeepsWhatIsStoredAndEndsWithTheNextLogin() {
    complete();
    spotify.accounts().revoke(TestLibrary.USER);

    SyncReport revoked = engine.syncUser(USER);

    assertNeedsAuthorization(revoked);
    assertThat(revoked.failure().message()).contains("invalid_grant", "revoked");
    assertThat(spotify.log().count(call -> call.status() == 400)).as("asked twice").isEqualTo(2);

    logIn();
    // A host says that the user logged in again; elsewhere that is noticed within the hour.
    complete();
    assertThat(suspension()).isNull();
  }

  @Test
  void anAuthorizationDiesSixMonthsAfterItWasGivenHoweverMuchItWasUsed() {
    spotify.accounts().refreshTokens(RefreshTokens.REPLACED);
    Instant end = clock.instant().atOffset(ZoneOffset.UTC).plusMonths(6).toInstant();
    while (clock.instant().plus(Duration.ofDays(40)).isBefore(end)) {
      clock.forward(Duration.ofDays(40));
      complete();
    }
    clock.set(end.minusSeconds(3_600));
    complete();
    assertThat(engine.status(USER).authorization().endsAt()).isEqualTo(end);
    assertThat(engine.status(USER).authorization().daysLeft()).isZero();
    clock.set(end.plusSeconds(1));

    SyncReport over = engine.syncUser(USER);

    assertNeedsAuthorization(over);
    assertThat(over.failure().message()).contains("expired");
  }

  private void assertNeedsAuthorization(SyncReport report) {
    assertThat(report.outcome()).isEqualTo(SyncOutcome.FAILED);
    assertThat(report.failure().kind()).isEqualTo("AuthorizationException");
    assertThat(report.failure().retryable()).isFalse();
    assertThat(suspension()).isNotNull();
    assertThat(store.library(USER)).hasSize(PLAYLISTS).allMatch(entry -> entry.isListed());
  }

  @Test
  void aJobOfAUserWhoRevokedEndsAtOnceAndThePauseOfItsScheduleEndsWithTheLogin() {
    spotify.accounts().revoke(TestLibrary.USER);
    engine.schedule(USER, Duration.ofHours(1));
    engine.startWorkers(1);
    JobId job = engine.enqueueUserSync(USER, Priority.HIGH);

    JobStatus ended = engine.await(job, Duration.ofSeconds(30)).orElseThrow();

    assertThat(ended.state()).isEqualTo(JobState.FAILED);
    assertThat(ended.tries().attempts()).isEqualTo(1);
    assertThat(ended.error()).contains("invalid_grant");
    assertThat(engine.status(USER).nextSync())
        .as("tried once a day")
        .isAfter(Instant.now().plus(Duration.ofHours(23)));
    assertThat(store.schedules(List.of(USER))).as("kept for later").isNotEmpty();
  }

  static Stream<Effect> outages() {
    return Stream.of(
        Failures.status(500),
        Failures.status(503),
        Failures.answer(503, "{\"error\":\"invalid_grant\"}", Map.of()),
        Failures.answer(200, "<html>maintenance</html>", Map.of("Content-Type", "text/html")),
        Failures.answer(200, "{}", Map.of()),
        Failures.brokenJson(),
        Failures.emptyBody(),
        Failures.cutBody(),
        Failures.hugeBody(20 << 20),
        Failures.hang(Duration.ofSeconds(10)),
        Failures.tooManyRequests("3600"));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void aTokenEndpointThatIsDownIsAnOutageAndNoLostLogin(Effect outage) {
    complete();
    StoredTokens before = stored();
    spotify.accounts().expireAccessTokens(TestLibrary.USER);
    Fault down = Fault.on(Endpoint.TOKEN).then(outage);
    spotify.faults().add(down);

    SyncReport failed = engine.syncUser(USER);

    Failure failure = failed.failure();
    assertThat(failed.outcome())
        .isEqualTo(
            failure.kind().startsWith("RateLimited") ? SyncOutcome.DEFERRED : SyncOutcome.FAILED);
    assertThat(failure.retryable()).as(failure.toString()).isTrue();
    assertThat(failure.retryAt()).as("nothing else is answered either").isNotNull();
    assertThat(suspension()).isNull();
    assertThat(stored()).isEqualTo(before);

    spotify.faults().remove(down);
    complete();
    assertThat(store.library(USER)).hasSize(PLAYLISTS);
  }

  @Test
  void anApplicationThatIsRefusedIsNoLostLoginEither() {
    spotify.accounts().expireAccessTokens(TestLibrary.USER);
    spotify
        .faults()
        .add(
            Fault.on(Endpoint.TOKEN)
                .then(Failures.answer(400, "{\"error\":\"invalid_client\"}", Map.of())));

    SyncReport failed = engine.syncUser(USER);

    assertThat(failed.failure().kind()).isEqualTo("RequestRefusedException");
    assertThat(suspension()).isNull();
  }

  @Test
  void aUserWhoNeverLoggedInNeedsTo() {
    tokens.delete(USER);

    SyncReport failed = engine.syncUser(USER);

    assertThat(failed.failure().kind()).isEqualTo("AuthorizationException");
    assertThat(spotify.log().count()).isZero();
  }

  /** A clock that stands until it is moved. */
  private static final class Hands extends Clock {
    private volatile Instant now = Instant.parse("2026-11-01T12:00:00Z");

    void forward(Duration time) {
      set(now.plus(time));
    }

    void set(Instant time) {
      now = time;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("only UTC is needed");
    }
  }
}
