package io.github.playlistsync.contract;

import static io.github.playlistsync.contract.Samples.ANNA;
import static io.github.playlistsync.contract.Samples.BEN;
import static io.github.playlistsync.contract.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link io.github.playlistsync.spi.store.UserStore} keeps to. */
public abstract class UserStoreContract {
  private PlaylistStore store;

  /** A store that holds nothing. Called before each test. */
  protected abstract PlaylistStore emptyStore();

  @BeforeEach
  void openStore() {
    store = emptyStore();
  }

  @Test
  void knowsNothingOfAUserOfWhomNothingWasSaid() {
    store.saveSchedule(daily(BEN));
    store.saveReauthorization(BEN, NOON);
    store.dropSchedule(UserId.of("carl"));

    assertThat(store.user(ANNA)).isEqualTo(StoredUser.unknown(ANNA));
    assertThat(store.user(UserId.of("carl"))).isEqualTo(StoredUser.unknown(UserId.of("carl")));
    assertThat(store.user(UserId.of("BEN"))).isEqualTo(StoredUser.unknown(UserId.of("BEN")));
  }

  @Test
  void keepsEveryFieldOfASchedule() {
    SyncSchedule odd =
        new SyncSchedule(
            ANNA, Duration.ofDays(400).plusNanos(1), Duration.ofMillis(1_500), Priority.HIGH);
    SyncSchedule plain =
        new SyncSchedule(BEN, Duration.ofSeconds(1), Duration.ZERO, Priority.NORMAL);

    store.saveSchedule(odd);
    store.saveSchedule(plain);

    assertThat(store.user(ANNA)).isEqualTo(new StoredUser(ANNA, odd, null));
    assertThat(store.user(BEN)).isEqualTo(new StoredUser(BEN, plain, null));
  }

  @Test
  void replacesAScheduleAndForgetsIt() {
    store.saveSchedule(SyncSchedule.every(ANNA, Duration.ofHours(6)));
    store.saveSchedule(daily(ANNA));
    assertThat(store.user(ANNA).schedule()).isEqualTo(daily(ANNA));

    store.dropSchedule(ANNA);
    store.dropSchedule(ANNA);

    assertThat(store.user(ANNA)).isEqualTo(StoredUser.unknown(ANNA));
    assertThat(store.scheduledUsers(null, 10)).isEmpty();
  }

  @Test
  void remembersThatTheAuthorizationIsLostUntilItIsThereAgain() {
    Instant since = Instant.parse("2026-03-01T12:30:00.123456Z");

    store.saveReauthorization(ANNA, since);
    assertThat(store.user(ANNA)).isEqualTo(new StoredUser(ANNA, null, since));

    store.saveReauthorization(ANNA, null);
    assertThat(store.user(ANNA)).isEqualTo(StoredUser.unknown(ANNA));
  }

  @Test
  void writesOneFactAndLeavesTheOthers() {
    store.apply(new LibraryChange(ANNA, List.of(), NOON));
    store.saveSchedule(daily(ANNA));
    store.saveReauthorization(ANNA, NOON);
    store.apply(new LibraryChange(ANNA, List.of(), NOON.plusSeconds(1)));

    assertThat(store.user(ANNA)).isEqualTo(new StoredUser(ANNA, daily(ANNA), NOON));
    assertThat(store.lastSync(ANNA)).contains(NOON.plusSeconds(1));

    store.dropSchedule(ANNA);
    assertThat(store.user(ANNA)).isEqualTo(new StoredUser(ANNA, null, NOON));
  }

  @Test
  void letsThoseWhoWriteDifferentFactsAtOnceSucceed() throws Exception {
    for (int round = 0; round < 10; round++) {
      UserId user = UserId.of("user" + round);

      List<Throwable> outcomes =
          Race.run(
              List.of(
                  writing(() -> store.saveSchedule(daily(user))),
                  writing(() -> store.saveReauthorization(user, NOON)),
                  writing(() -> store.apply(new LibraryChange(user, List.of(), NOON)))));

      assertThat(outcomes).containsOnlyNulls();
      assertThat(store.user(user)).isEqualTo(new StoredUser(user, daily(user), NOON));
      assertThat(store.lastSync(user)).contains(NOON);
    }
  }

  @Test
  void pagesThroughTheUsersWhoHaveASchedule() {
    List<UserId> users =
        IntStream.range(0, 25).mapToObj(i -> UserId.of((i % 2 == 0 ? "U" : "ü-u") + i)).toList();
    users.forEach(user -> store.saveSchedule(daily(user)));
    store.saveReauthorization(ANNA, NOON);
    store.saveReauthorization(users.get(3), NOON);

    List<StoredUser> paged = new ArrayList<>();
    List<StoredUser> page = store.scheduledUsers(null, 10);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(10);
      paged.addAll(page);
      page = store.scheduledUsers(page.get(page.size() - 1).user(), 10);
    }

    assertThat(paged)
        .containsExactlyInAnyOrderElementsOf(
            users.stream().map(user -> store.user(user).withSchedule(daily(user))).toList());
  }

  private static SyncSchedule daily(UserId user) {
    return SyncSchedule.every(user, Duration.ofDays(1));
  }

  private static Callable<Void> writing(Runnable write) {
    return () -> {
      write.run();
      return null;
    };
  }
}
