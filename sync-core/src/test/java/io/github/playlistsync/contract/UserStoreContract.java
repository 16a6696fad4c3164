package io.github.playlistsync.contract;

import static io.github.playlistsync.contract.Samples.ANNA;
import static io.github.playlistsync.contract.Samples.BEN;
import static io.github.playlistsync.contract.Samples.NOON;
import static io.github.playlistsync.contract.Samples.readAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.StoredSchedule;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link io.github.playlistsync.spi.store.UserStore} keeps to. */
public abstract class UserStoreContract {
  private static final Suspension SUSPENDED =
      new Suspension(Suspension.Reason.USER_NOT_REGISTERED, NOON);

  private static final PlaylistId ROAD = PlaylistId.of("road");

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
    store.dropSchedule(JobSpec.user(UserId.of("carl")));

    assertThat(store.user(ANNA)).isEqualTo(StoredUser.unknown(ANNA));
    assertThat(store.user(UserId.of("carl"))).isEqualTo(StoredUser.unknown(UserId.of("carl")));
    assertThat(store.user(UserId.of("BEN"))).isEqualTo(StoredUser.unknown(UserId.of("BEN")));
  }

  @Test
  void keepsEveryFieldOfASchedule() {
    SyncSchedule odd =
        new SyncSchedule(
            JobSpec.playlist(ANNA, PlaylistId.likedSongs(ANNA)),
            Duration.ofDays(400).plusNanos(1),
            Duration.ofMillis(1_500),
            Priority.HIGH);
    SyncSchedule plain =
        new SyncSchedule(JobSpec.user(BEN), Duration.ofSeconds(1), Duration.ZERO, Priority.NORMAL);

    store.saveSchedule(odd);
    store.saveSchedule(plain);

    assertThat(store.schedule(odd.spec())).contains(new StoredSchedule(odd, null));
    assertThat(store.schedule(plain.spec())).contains(new StoredSchedule(plain, null));
    assertThat(store.schedule(JobSpec.user(ANNA))).isEmpty();
  }

  @Test
  void replacesAScheduleAndForgetsIt() {
    store.saveSchedule(SyncSchedule.every(ANNA, Duration.ofHours(6)));
    store.saveSchedule(daily(ANNA));
    assertThat(store.schedules(List.of(ANNA))).containsExactly(daily(ANNA));

    store.dropSchedule(JobSpec.user(ANNA));
    store.dropSchedule(JobSpec.user(ANNA));

    assertThat(store.schedule(JobSpec.user(ANNA))).isEmpty();
    assertThat(store.schedules(null, 10)).isEmpty();
  }

  @Test
  void keepsSchedulesOfPlaylistsNextToThatOfTheLibrary() {
    SyncSchedule road = SyncSchedule.every(JobSpec.playlist(ANNA, ROAD), Duration.ofHours(1));
    SyncSchedule gym =
        SyncSchedule.every(JobSpec.playlist(ANNA, PlaylistId.of("gym")), Duration.ofHours(2));
    SyncSchedule bens = SyncSchedule.every(JobSpec.playlist(BEN, ROAD), Duration.ofHours(3));
    List.of(road, gym, daily(ANNA), bens).forEach(store::saveSchedule);

    assertThat(store.schedules(List.of(ANNA))).containsExactlyInAnyOrder(daily(ANNA), road, gym);
    assertThat(store.schedules(List.of(ANNA, BEN, UserId.of("carl"))))
        .containsExactlyInAnyOrder(daily(ANNA), road, gym, bens);
    assertThat(store.schedules(List.of())).isEmpty();

    store.dropSchedule(road.spec());

    assertThat(store.schedules(List.of(ANNA))).containsExactlyInAnyOrder(daily(ANNA), gym);
    assertThat(store.schedule(bens.spec())).contains(new StoredSchedule(bens, null));
  }

  @Test
  void aScheduleComesWithWhatSuspendsItsUser() {
    store.saveSchedule(daily(ANNA));
    store.saveSchedule(daily(BEN));
    store.saveSuspension(BEN, SUSPENDED);

    StoredSchedule bens = new StoredSchedule(daily(BEN), SUSPENDED);
    assertThat(store.schedule(JobSpec.user(BEN))).contains(bens);
    assertThat(store.schedules(null, 10))
        .containsExactlyInAnyOrder(new StoredSchedule(daily(ANNA), null), bens);
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

    assertThat(store.user(ANNA)).isEqualTo(new StoredUser(ANNA, SUSPENDED, 0));
    assertThat(store.schedules(List.of(ANNA))).containsExactly(daily(ANNA));
    assertThat(store.lastSync(ANNA)).contains(NOON.plusSeconds(1));

    store.dropSchedule(JobSpec.user(ANNA));
    assertThat(store.user(ANNA)).isEqualTo(new StoredUser(ANNA, SUSPENDED, 0));
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
      assertThat(store.user(user)).isEqualTo(new StoredUser(user, SUSPENDED, 0));
      assertThat(store.schedules(List.of(user))).containsExactly(daily(user));
      assertThat(store.lastSync(user)).contains(NOON);
    }
  }

  @Test
  void pagesThroughAllSchedules() {
    List<SyncSchedule> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      UserId user = UserId.of((i % 2 == 0 ? "U" : "ü-u") + i);
      for (int p = 0; p < i % 4; p++) {
        PlaylistId playlist = PlaylistId.of((p % 2 == 0 ? "p" : "P") + p);
        all.add(SyncSchedule.every(JobSpec.playlist(user, playlist), Duration.ofHours(1)));
      }
      all.add(daily(user));
    }
    all.forEach(store::saveSchedule);

    List<SyncSchedule> paged = new ArrayList<>();
    List<StoredSchedule> page = store.schedules(null, 7);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(7);
      page.forEach(stored -> paged.add(stored.schedule()));
      page = store.schedules(paged.get(paged.size() - 1).spec(), 7);
    }

    assertThat(paged).containsExactlyInAnyOrderElementsOf(all);
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
