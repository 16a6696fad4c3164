package io.github.playlistsync.spotify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.contract.OwnThread;
import io.github.playlistsync.contract.RecordedCall;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.memory.InMemoryTokenStore;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spi.store.TokenStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefreshingAccessTokensTest {
  private static final UserId ANNA = UserId.of("anna");
  private static final String TOKEN_PATH = "/api/token";

  @RegisterExtension
  static final WireMockExtension ACCOUNTS =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private final ManualTime time = new ManualTime();
  private final TokenStore store = InMemoryTokenStore.create(time);
  private SpotifyAuthorization authorization;
  private RefreshingAccessTokens tokens;

  @BeforeEach
  void connect() {
    authorization =
        SpotifyAuthorization.builder("client", URI.create("http://127.0.0.1/callback"))
            .accountsUri(URI.create(ACCOUNTS.baseUrl()))
            .clock(time)
            .sleeper(time)
            .build();
    tokens = process(store);
    answer(granted("a1", "r1"));
  }

  @AfterEach
  void close() {
    authorization.close();
  }

  @Test
  void givesTheStoredTokenWhileItLastsAndRefreshesItBeforeItEnds() {
    store.save(ANNA, stored("a0", "r0", Duration.ofMinutes(10)));

    assertThat(tokens.accessToken(ANNA)).isEqualTo("a0");
    verifyRefreshes(0);

    time.advance(Duration.ofMinutes(9));
    assertThat(tokens.accessToken(ANNA)).isEqualTo("a1");
    assertThat(tokens.accessToken(ANNA)).isEqualTo("a1");
    verifyRefreshes(1);
    assertThat(store.load(ANNA).orElseThrow().refreshToken()).isEqualTo("r1");
  }

  @Test
  void refreshesARefusedTokenOnceHoweverManyReportIt() throws Exception {
    store.save(ANNA, stored("a0", "r0", Duration.ofHours(1)));
    List<CompletableFuture<String>> reports = new ArrayList<>();

    for (int i = 0; i < 8; i++) {
      reports.add(OwnThread.supply(() -> tokens.refresh(ANNA, "a0")));
    }

    for (CompletableFuture<String> report : reports) {
      assertThat(report.get(30, TimeUnit.SECONDS)).isEqualTo("a1");
    }
    verifyRefreshes(1);
  }

  @Test
  void refreshesOnceForSeveralProcesses() throws Exception {
    store.save(ANNA, stored("a0", "r0", Duration.ZERO));
    answer(granted("a1", "r1").withFixedDelay(200));
    List<CompletableFuture<String>> processes = new ArrayList<>();

    for (int i = 0; i < 4; i++) {
      RefreshingAccessTokens process =
          RefreshingAccessTokens.create(authorization, store, time, duration -> briefly());
      processes.add(OwnThread.supply(() -> process.accessToken(ANNA)));
    }

    for (CompletableFuture<String> process : processes) {
      assertThat(process.get(30, TimeUnit.SECONDS)).isEqualTo("a1");
    }
    verifyRefreshes(1);
  }

  @Test
  void takesOverWhenTheProcessThatRefreshedDied() {
    store.save(ANNA, stored("a0", "r0", Duration.ZERO));
    store.tryLease(ANNA, "dead", Duration.ofSeconds(100));

    assertThat(tokens.accessToken(ANNA)).isEqualTo("a1");

    assertThat(time.slept()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(101));
  }

  @Test
  void doesNotWaitForAnotherProcessForEver() {
    store.save(ANNA, stored("a0", "r0", Duration.ZERO));
    store.tryLease(ANNA, "stuck", Duration.ofHours(1));

    assertThatThrownBy(() -> tokens.accessToken(ANNA))
        .isInstanceOf(SpotifyUnavailableException.class);
  }

  @Test
  void endsTheLeaseWhateverHappens() {
    store.save(ANNA, stored("a0", "r0", Duration.ZERO));
    answer(aResponse().withStatus(500));

    assertThatThrownBy(() -> tokens.accessToken(ANNA))
        .isInstanceOf(SpotifyUnavailableException.class);

    assertThat(store.tryLease(ANNA, "next", Duration.ofMinutes(1))).isTrue();
  }

  @Test
  void asksForAnAuthorizationWhereThereIsNoneOrItHasEnded() {
    assertThatThrownBy(() -> tokens.accessToken(ANNA))
        .isInstanceOf(AuthorizationException.class)
        .hasMessageContaining("user anna has not authorized");

    store.save(ANNA, stored("a0", "r0", Duration.ZERO));
    answer(aResponse().withStatus(400).withBody("{\"error\":\"invalid_grant\"}"));
    assertThatThrownBy(() -> tokens.accessToken(ANNA)).isInstanceOf(AuthorizationException.class);
  }

  @Test
  void prefersWhatSomebodyElseStoredMeanwhile() {
    StoredTokens newer = stored("a9", "r9", Duration.ofHours(1));
    TokenStore losing =
        new Delegate() {
          @Override
          public boolean replace(UserId user, StoredTokens expected, StoredTokens replacement) {
            store.save(user, newer);
            return super.replace(user, expected, replacement);
          }
        };
    store.save(ANNA, stored("a0", "r0", Duration.ZERO));

    assertThat(process(losing).accessToken(ANNA)).isEqualTo("a9");
    assertThat(store.load(ANNA)).contains(newer);
  }

  @Test
  void triesAgainToStoreWhatCannotBeGotTwice() {
    int[] failures = {2};
    TokenStore blinking =
        new Delegate() {
          @Override
          public boolean replace(UserId user, StoredTokens expected, StoredTokens replacement) {
            if (failures[0]-- > 0) {
              throw new StoreUnavailableException("gone");
            }
            return super.replace(user, expected, replacement);
          }
        };
    store.save(ANNA, stored("a0", "r0", Duration.ZERO));

    assertThat(process(blinking).accessToken(ANNA)).isEqualTo("a1");

    assertThat(store.load(ANNA).orElseThrow().refreshToken()).isEqualTo("r1");
  }

  @Test
  void keepsWhatTheStoreCannotTakeAndWritesItAsSoonAsItIsBack() {
    FailingStore failing = new FailingStore();
    RefreshingAccessTokens process = process(failing);
    store.save(ANNA, stored("a0", "r0", Duration.ZERO));

    failing.away = true;
    failing.readable = true;
    assertThat(process.accessToken(ANNA)).isEqualTo("a1");
    failing.readable = false;
    assertThat(process.accessToken(ANNA)).isEqualTo("a1");
    assertThat(store.load(ANNA).orElseThrow().refreshToken()).isEqualTo("r0");

    answer(granted("a2", "r2"));
    assertThat(process.refresh(ANNA, "a1")).isEqualTo("a2");
    ACCOUNTS.verify(
        1, postRequestedFor(urlEqualTo(TOKEN_PATH)).withFormParam("refresh_token", equalTo("r1")));

    failing.away = false;
    assertThat(process.accessToken(ANNA)).isEqualTo("a2");
    assertThat(store.load(ANNA).orElseThrow().refreshToken()).isEqualTo("r2");
  }

  @Test
  void keepsTheOnlyCopyOfARefreshTokenThatIsRefusedWhileTheStoreTakesNothing() {
    FailingStore failing = new FailingStore();
    RefreshingAccessTokens process = process(failing);
    store.save(ANNA, stored("a0", "r0", Duration.ZERO));
    failing.away = true;
    failing.readable = true;
    process.accessToken(ANNA);
    time.advance(Duration.ofHours(2));
    answer(aResponse().withStatus(400).withBody("{\"error\":\"invalid_grant\"}"));
    assertThatThrownBy(() -> process.accessToken(ANNA)).isInstanceOf(AuthorizationException.class);

    failing.away = false;
    answer(granted("a2", "r2"));

    assertThat(process.accessToken(ANNA)).isEqualTo("a2");
    ACCOUNTS.verify(
        1, postRequestedFor(urlEqualTo(TOKEN_PATH)).withFormParam("refresh_token", equalTo("r0")));
    assertThat(store.load(ANNA).orElseThrow().refreshToken()).isEqualTo("r2");
  }

  @Test
  void dropsWhatItKeptWhenTheUserAuthorizedAgain() {
    FailingStore failing = new FailingStore();
    RefreshingAccessTokens process = process(failing);
    store.save(ANNA, stored("a0", "r0", Duration.ZERO));
    failing.away = true;
    failing.readable = true;
    process.accessToken(ANNA);
    StoredTokens again = stored("a9", "r9", Duration.ofHours(1));
    store.save(ANNA, again);

    failing.away = false;

    assertThat(process.accessToken(ANNA)).isEqualTo("a9");
    assertThat(store.load(ANNA)).contains(again);
  }

  @Test
  void givesUpWaitingWhenTheCallIsCanceled() {
    store.save(ANNA, stored("a0", "r0", Duration.ZERO));
    store.tryLease(ANNA, "another", Duration.ofHours(1));
    RecordedCall call = RecordedCall.patient(Duration.ofMinutes(1));
    RefreshingAccessTokens process =
        RefreshingAccessTokens.create(authorization, store, time, duration -> call.cancel());

    assertThatThrownBy(() -> process.accessToken(call))
        .isInstanceOf(SyncInterruptedException.class);

    assertThat(call.waits()).hasSize(1);
    assertThat(call.openWaits()).isEmpty();
  }

  @Test
  void givesUpConfirmingARefusalWhenTheCallIsCanceled() {
    store.save(ANNA, stored("a0", "r0", Duration.ZERO));
    answer(aResponse().withStatus(400).withBody("{\"error\":\"invalid_grant\"}"));
    RecordedCall call = RecordedCall.patient(Duration.ofMinutes(1));
    try (SpotifyAuthorization canceling =
        SpotifyAuthorization.builder("client", URI.create("http://127.0.0.1/callback"))
            .accountsUri(URI.create(ACCOUNTS.baseUrl()))
            .sleeper(duration -> call.cancel())
            .build()) {
      RefreshingAccessTokens process = RefreshingAccessTokens.create(canceling, store, time, time);

      assertThatThrownBy(() -> process.accessToken(call))
          .isInstanceOf(SyncInterruptedException.class);
    }
    verifyRefreshes(1);
  }

  @Test
  void forgetsAUserWhenToldTo() {
    store.save(ANNA, stored("a0", "r0", Duration.ofHours(1)));
    tokens.accessToken(ANNA);
    store.delete(ANNA);

    tokens.forget(ANNA);

    assertThatThrownBy(() -> tokens.accessToken(ANNA)).isInstanceOf(AuthorizationException.class);
  }

  @Test
  void remembersOnlyTheUsersWhoWereAskedForLast() {
    List<UserId> loaded = new ArrayList<>();
    TokenStore counting =
        new Delegate() {
          @Override
          public Optional<StoredTokens> load(UserId user) {
            loaded.add(user);
            return super.load(user);
          }
        };
    StoredTokens lasting = stored("a0", "r0", Duration.ofHours(1));
    RefreshingAccessTokens process = process(counting);
    List<UserId> users =
        IntStream.range(0, RefreshingAccessTokens.MOST_USERS)
            .mapToObj(i -> UserId.of("user" + i))
            .toList();
    users.forEach(user -> store.save(user, lasting));
    store.save(ANNA, lasting);
    users.forEach(process::accessToken);
    process.accessToken(users.get(0));
    assertThat(loaded).isEqualTo(users);
    loaded.clear();

    process.accessToken(ANNA);
    process.accessToken(ANNA);
    process.accessToken(users.get(0));
    process.accessToken(users.get(2));
    process.accessToken(users.get(1));

    assertThat(loaded).containsExactly(ANNA, users.get(1));
  }

  private static void briefly() {
    new CompletableFuture<Void>().completeOnTimeout(null, 10, TimeUnit.MILLISECONDS).join();
  }

  private RefreshingAccessTokens process(TokenStore shared) {
    return RefreshingAccessTokens.create(authorization, shared, time, time);
  }

  private StoredTokens stored(String access, String refresh, Duration left) {
    Instant now = time.instant();
    return new StoredTokens(access, now.plus(left), refresh, now, Set.of("user-library-read"));
  }

  private static void answer(ResponseDefinitionBuilder response) {
    ACCOUNTS.stubFor(post(urlEqualTo(TOKEN_PATH)).willReturn(response));
  }

  private static ResponseDefinitionBuilder granted(String access, String refresh) {
    return okJson(
        "{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"expires_in\":3600}"
            .formatted(access, refresh));
  }

  private static void verifyRefreshes(int number) {
    ACCOUNTS.verify(number, postRequestedFor(urlEqualTo(TOKEN_PATH)));
  }

  /** Takes nothing while it is away, and gives nothing unless it is readable. */
  private final class FailingStore extends Delegate {
    private boolean away;
    private boolean readable;

    private void check() {
      if (away) {
        throw new StoreUnavailableException("gone");
      }
    }

    @Override
    public Optional<StoredTokens> load(UserId user) {
      if (!readable) {
        check();
      }
      return super.load(user);
    }

    @Override
    public boolean replace(UserId user, StoredTokens expected, StoredTokens replacement) {
      check();
      return super.replace(user, expected, replacement);
    }

    @Override
    public void endLease(UserId user, String holder) {
      check();
      super.endLease(user, holder);
    }
  }

  /** Passes everything on to the store. */
  private class Delegate implements TokenStore {
    @Override
    public Optional<StoredTokens> load(UserId user) {
      return store.load(user);
    }

    @Override
    public void save(UserId user, StoredTokens saved) {
      store.save(user, saved);
    }

    @Override
    public boolean replace(UserId user, StoredTokens expected, StoredTokens replacement) {
      return store.replace(user, expected, replacement);
    }

    @Override
    public void delete(UserId user) {
      store.delete(user);
    }

    @Override
    public boolean tryLease(UserId user, String holder, Duration length) {
      return store.tryLease(user, holder, length);
    }

    @Override
    public void endLease(UserId user, String holder) {
      store.endLease(user, holder);
    }
  }
}
