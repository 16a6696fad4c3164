package io.github.playlistsync.contract;

import static io.github.playlistsync.contract.Samples.ANNA;
import static io.github.playlistsync.contract.Samples.BEN;
import static io.github.playlistsync.contract.Samples.NOON;
import static io.github.playlistsync.contract.Samples.readAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.Suspension;
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
  private static final Suspension SUSPENDED =
      new Suspension(Suspension.Reason.USER_NOT_REGISTERED, NOON);

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
    store.saveSuspension(BEN, SUSPENDED);
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

    assertThat(store.user(ANNA)).isEqualTo(new StoredUser(ANNA, odd, null, 0));
    assertThat(store.user(BEN)).isEqualTo(new StoredUser(BEN, plain, null, 0));
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
  void keepsWhyAndSinceWhenAUserIsSuspendedUntilThatEnds() {
    Instant since = Instant.parse("2026-03-01T12:30:00.123456Z");
    for (Suspension.Reason reason : Suspension.Reason.values()) {
      Suspension suspension = new Suspension(reason, since);
      store.saveSuspension(ANNA, suspension);
      assertThat(store.user(ANNA)).isEqualTo(StoredUser.unknown(ANNA).withSuspension(suspension));
    }

    store.saveSuspension(ANNA, null);
    assertThat(store.user(ANNA)).isEqualTo(StoredUser.unknown(ANNA));
  }

  @Test
  void keepsHowManyPlaylistsTheLastListHid() {
    store.apply(new LibraryChange(ANNA, List.of(), new LibraryChange.Read(NOON, 2)));
    store.apply(new LibraryChange(ANNA, List.of(), null));
    assertThat(store.user(ANNA).hiddenPlaylists()).isEqualTo(2);

    store.apply(new LibraryChange(ANNA, List.of(), readAt(NOON.plusSeconds(1))));
    assertThat(store.user(ANNA).hiddenPlaylists()).isZero();
  }

  @Test
  void leavesThePartOfAReadThatIsNotGiven() {
    store.apply(new LibraryChange(ANNA, List.of(), new LibraryChange.Read(null, 2)));
    assertThat(store.lastSync(ANNA)).isEmpty();
    store.apply(new LibraryChange(ANNA, List.of(), new LibraryChange.Read(NOON, null)));
    assertThat(store.user(ANNA).hiddenPlaylists()).isEqualTo(2);

    store.apply(new LibraryChange(ANNA, List.of(), new LibraryChange.Read(null, 3)));
    assertThat(store.lastSync(ANNA)).contains(NOON);
    assertThat(store.user(ANNA).hiddenPlaylists()).isEqualTo(3);
  }

  @Test
  void writesOneFactAndLeavesTheOthers() {
    store.apply(new LibraryChange(ANNA, List.of(), readAt(NOON)));
    store.saveSchedule(daily(ANNA));
    store.saveSuspension(ANNA, SUSPENDED);
    store.apply(new LibraryChange(ANNA, List.of(), readAt(NOON.plusSeconds(1))));

    assertThat(store.user(ANNA)).isEqualTo(new StoredUser(ANNA, daily(ANNA), SUSPENDED, 0));
    assertThat(store.lastSync(ANNA)).contains(NOON.plusSeconds(1));

    store.dropSchedule(ANNA);
    assertThat(store.user(ANNA)).isEqualTo(new StoredUser(ANNA, null, SUSPENDED, 0));
  }

  @Test
  void letsThoseWhoWriteDifferentFactsAtOnceSucceed() throws Exception {
    for (int round = 0; round < 10; round++) {
      UserId user = UserId.of("user" + round);

      List<Throwable> outcomes =
          Race.run(
              List.of(
                  writing(() -> store.saveSchedule(daily(user))),
                  writing(() -> store.saveSuspension(user, SUSPENDED)),
                  writing(() -> store.apply(new LibraryChange(user, List.of(), readAt(NOON))))));

      assertThat(outcomes).containsOnlyNulls();
      assertThat(store.user(user)).isEqualTo(new StoredUser(user, daily(user), SUSPENDED, 0));
      assertThat(store.lastSync(user)).contains(NOON);
    }
  }

  @Test
  void pagesThroughTheUsersWhoHaveASchedule() {
    List<UserId> users =
        IntStream.range(0, 25).mapToObj(i -> UserId.of((i % 2 == 0 ? "U" : "ü-u") + i)).toList();
    users.forEach(user -> store.saveSchedule(daily(user)));
    store.saveSuspension(ANNA, SUSPENDED);
    store.saveSuspension(users.get(3), SUSPENDED);

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
