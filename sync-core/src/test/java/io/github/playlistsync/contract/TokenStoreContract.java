package io.github.playlistsync.contract;

import static io.github.playlistsync.contract.Samples.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spi.store.TokenStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link TokenStore} keeps to. */
public abstract class TokenStoreContract {
  private static final UserId ODD = UserId.of("jürgen$müller");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualTime time = new ManualTime();
  private TokenStore store;

  /** A store that holds nothing, whose leases end by {@code clock}. Called before each test. */
  protected abstract TokenStore emptyStore(Clock clock);

  @BeforeEach
  void openStore() {
    store = emptyStore(time);
  }

  @Test
  void knowsNothingOfWhoHasNotAuthorized() {
    store.save(ODD, tokens("a"));

    assertThat(store.load(ANNA)).isEmpty();
    assertThat(store.replace(ANNA, tokens("a"), tokens("b"))).isFalse();
    assertThat(store.load(ANNA)).isEmpty();
  }

  @Test
  void givesBackEveryPart() {
    store.save(ODD, tokens("a"));

    assertThat(store.load(ODD)).contains(tokens("a"));
  }

  @Test
  void aNewAuthorizationReplacesWhatWasThere() {
    store.save(ANNA, tokens("a"));

    store.save(ANNA, tokens("b"));

    assertThat(store.load(ANNA)).contains(tokens("b"));
  }

  @Test
  void replacesOnlyWhatWasExpected() {
    store.save(ANNA, tokens("a"));

    assertThat(store.replace(ANNA, tokens("other"), tokens("b"))).isFalse();
    assertThat(store.load(ANNA)).contains(tokens("a"));

    assertThat(store.replace(ANNA, tokens("a"), tokens("b"))).isTrue();
    assertThat(store.load(ANNA)).contains(tokens("b"));
  }

  @Test
  void oneOfSeveralReplacementsWins() throws Exception {
    store.save(ANNA, tokens("a"));
    AtomicInteger won = new AtomicInteger();
    List<Throwable> outcomes =
        Race.run(
            6,
            thread -> {
              if (store.replace(ANNA, tokens("a"), tokens("new" + thread))) {
                won.incrementAndGet();
              }
            });

    assertThat(outcomes).containsOnlyNulls();

    assertThat(won).hasValue(1);
  }

  @Test
  void forgetsAUser() {
    store.save(ANNA, tokens("a"));
    store.save(ODD, tokens("b"));

    store.delete(ANNA);
    store.delete(ANNA);

    assertThat(store.load(ANNA)).isEmpty();
    assertThat(store.load(ODD)).contains(tokens("b"));
  }

  @Test
  void oneHolderHasTheLease() {
    store.save(ANNA, tokens("a"));
    store.save(ODD, tokens("b"));

    assertThat(store.tryLease(ANNA, "one", MINUTE)).isTrue();
    assertThat(store.tryLease(ANNA, "two", MINUTE)).isFalse();
    assertThat(store.tryLease(ODD, "two", MINUTE)).isTrue();
  }

  @Test
  void oneOfSeveralTakersGetsTheLease() throws Exception {
    store.save(ANNA, tokens("a"));
    AtomicInteger got = new AtomicInteger();
    List<Callable<Void>> all =
        IntStream.range(0, 6)
            .<Callable<Void>>mapToObj(
                i ->
                    () -> {
                      if (store.tryLease(ANNA, "holder" + i, MINUTE)) {
                        got.incrementAndGet();
                      }
                      return null;
                    })
            .toList();

    assertThat(Race.run(all)).containsOnlyNulls();

    assertThat(got).hasValue(1);
  }

  @Test
  void theLeaseEndsByItself() {
    store.save(ANNA, tokens("a"));
    store.tryLease(ANNA, "one", MINUTE);

    time.advance(MINUTE);

    assertThat(store.tryLease(ANNA, "two", MINUTE)).isTrue();
  }

  @Test
  void itsHolderExtendsTheLease() {
    store.save(ANNA, tokens("a"));
    store.tryLease(ANNA, "one", MINUTE);
    time.advance(Duration.ofSeconds(40));

    assertThat(store.tryLease(ANNA, "one", MINUTE)).isTrue();
    time.advance(Duration.ofSeconds(40));

    assertThat(store.tryLease(ANNA, "two", MINUTE)).isFalse();
  }

  @Test
  void onlyItsHolderEndsTheLease() {
    store.save(ANNA, tokens("a"));
    store.tryLease(ANNA, "one", MINUTE);

    store.endLease(ANNA, "two");
    assertThat(store.tryLease(ANNA, "two", MINUTE)).isFalse();

    store.endLease(ANNA, "one");
    assertThat(store.tryLease(ANNA, "two", MINUTE)).isTrue();
  }

  @Test
  void replacingKeepsTheLeaseAndSavingEndsIt() {
    store.save(ANNA, tokens("a"));
    store.tryLease(ANNA, "one", MINUTE);

    store.replace(ANNA, tokens("a"), tokens("b"));
    assertThat(store.tryLease(ANNA, "two", MINUTE)).isFalse();

    store.save(ANNA, tokens("c"));
    assertThat(store.tryLease(ANNA, "two", MINUTE)).isTrue();
  }

  @Test
  void whoHasNoTokensHasNoLease() {
    assertThat(store.tryLease(ANNA, "one", MINUTE)).isFalse();
    store.endLease(ANNA, "one");

    assertThat(store.load(ANNA)).isEmpty();
  }

  private static StoredTokens tokens(String name) {
    return new StoredTokens(
        "access-" + name,
        Instant.parse("2026-11-01T13:00:00.123456Z"),
        "refresh-" + name,
        Instant.parse("2026-05-31T08:30:00.654321Z"),
        Set.of("playlist-read-private", "user-library-read"));
  }
}
